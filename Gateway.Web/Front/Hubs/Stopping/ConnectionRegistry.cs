using System.Collections.Concurrent;

namespace Gateway.Web.Front.Hubs.Stopping;

/// <summary>The hub's connections, and whether everything sent on them has left. May be used on any thread.</summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<string, OpenConnection> _all = new(StringComparer.Ordinal);
    private int _served;

    public ICollection<OpenConnection> All => _all.Values;

    /// <summary>Number of WebSockets in use. A WebSocket outlives its connection by the closing handshake.</summary>
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
