using System.Collections.Concurrent;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>A manifest that exists only in memory.</summary>
internal sealed class MemoryManifest : ISessionManifest
{
    public ConcurrentDictionary<string, SessionRecord> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs before a row is saved; an exception stands for a failure of the store.</summary>
    public Func<SessionRecord, Task> Saving { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before a row is removed.</summary>
    public Func<Task> Removing { get; set; } = () => Task.CompletedTask;

    public async Task SaveAsync(SessionRecord row)
    {
        await Saving(row);
        Rows[row.Identity.SessionId] = row;
    }

    public async Task RemoveAsync(string sessionId)
    {
        await Removing();
        Rows.TryRemove(sessionId, out _);
    }
}
