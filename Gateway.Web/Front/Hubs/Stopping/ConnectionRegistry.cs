using System.Collections.Concurrent;

namespace Gateway.Web.Front.Hubs.Stopping;

/// <summary>The hub's connections, and whether all that was said on them has left. Any thread.</summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<string, OpenConnection> _all = new(StringComparer.Ordinal);
    private int _served;

    public ICollection<OpenConnection> All => _all.Values;

    /// <summary>WebSockets that are served: one is longer than its connection, by its closing handshake.</summary>
    public int Served => Volatile.Read(ref _served);

    public void Add(OpenConnection connection) => _all[connection.Id] = connection;

    public void Remove(string connectionId) => _all.TryRemove(connectionId, out _);

    /// <summary>Serves a request that may hold a WebSocket.</summary>
    public async Task ServeAsync(Task request)
    {
        Interlocked.Increment(ref _served);
        try
        {
            await request;
        }
        finally
        {
            Interlocked.Decrement(ref _served);
        }
    }
}
