using System.Collections.Concurrent;
using Gateway.Web.Sessions;

namespace Gateway.Web.Tests.Fakes;

/// <summary>A manifest that is not kept.</summary>
internal sealed class MemoryManifest : ISessionManifest
{
    public ConcurrentDictionary<string, ManifestRow> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs before a row is saved; what it throws is what the store would.</summary>
    public Func<ManifestRow, Task> Saving { get; set; } = _ => Task.CompletedTask;

    public async Task SaveAsync(ManifestRow row)
    {
        await Saving(row);
        Rows[row.Identity.SessionId] = row;
    }

    public Task RemoveAsync(string sessionId)
    {
        Rows.TryRemove(sessionId, out _);
        return Task.CompletedTask;
    }
}
