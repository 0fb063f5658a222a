using System.Collections.Concurrent;
using Gateway.Web.Access.Audit;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>An audit trail that only records its entries in memory.</summary>
internal sealed class RecordingAudit : IAudit
{
    public ConcurrentQueue<AuditEntry> Entries { get; } = new();

    public void Record(AuditEntry entry) => Entries.Enqueue(entry);

    public Task RecordNowAsync(AuditEntry entry)
    {
        Record(entry);
        return Task.CompletedTask;
    }
}
