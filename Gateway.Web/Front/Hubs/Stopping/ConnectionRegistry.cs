using System.Collections.Concurrent;

namespace Gateway.Web.Front.Hubs.Stopping;

/// <summary>
/// The hub's connections and the requests that carry streams, and whether everything sent on them has left. May be used on any thread.
/// </summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<string, OpenConnection> _all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<HttpContext, bool> _served = new();

    public ICollection<OpenConnection> All => _all.Values;

    /// <summary>
    /// Number of WebSockets in use and of responses that are streams. A WebSocket outlives its connection by the closing handshake.
    /// </summary>
    public int Served => _served.Count;

    public void Add(OpenConnection connection) => _all[connection.Id] = connection;

    public void Remove(string connectionId) => _all.TryRemove(connectionId, out _);

    /// <summary>Serves a request that may hold a WebSocket or a stream.</summary>
    public async Task ServeAsync(HttpContext context, Task request)
    {
        _served[context] = true;
        try
        {
            await request;
        }
        finally
        {
            _served.TryRemove(context, out _);
        }
    }

    /// <summary>Aborts the requests that are still served, and returns their number.</summary>
    public int CutServed()
    {
        var rest = _served.Keys.ToArray();
        Array.ForEach(rest, request => request.Cut());
        return rest.Length;
    }
}
