using System.Text.Json;
using Gateway.Contracts;
using Gateway.Encoding;
using Gateway.Json;
using Gateway.Testing;
using Gateway.Web.Access;
using Gateway.Web.SessionStreams;

namespace Gateway.Web.Tests.SessionStreams;

/// <summary>Reads one stream over many sessions as a client would see it: through JSON.</summary>
internal sealed class SessionsReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SessionsStreams _streams;
    private readonly IAsyncEnumerator<SessionsItem> _items;

    public SessionsReader(SessionsStreams streams, Caller caller, SessionsRequest request)
    {
        _streams = streams;
        Stream = streams.Start(caller, request, request.Cursor is null ? null : SessionsCursor.Read(request.Cursor));
        _items = Stream.ReadAsync(_stop.Token).GetAsyncEnumerator();
    }

    public SessionsStream Stream { get; }

    public async Task<T> NextAsync<T>()
        where T : SessionsItem => Assert.IsType<T>(await NextAsync($"a {typeof(T).Name}"));

    public async Task<SessionsItem> NextAsync(string phase)
    {
        Assert.True(await _items.MoveNextAsync().WithTimeout(phase));
        return Received(_items.Current);
    }

    /// <summary>The next item of a session, of a kind.</summary>
    public async Task<T> ItemAsync<T>(string sessionId)
        where T : StreamItem
    {
        var item = await NextAsync<SessionStreamItem>();
        Assert.Equal(sessionId, item.SessionId);
        return Assert.IsType<T>(item.Item);
    }

    /// <summary>What comes now without waiting; null when nothing does.</summary>
    public SessionsItem? TryNext() => Stream.TryNext() is { } item ? Received(item) : null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _items.DisposeAsync();
        _streams.Close(Stream);
        _stop.Dispose();
    }

    private static SessionsItem Received(SessionsItem sent) =>
        JsonSerializer.Deserialize<SessionsItem>(JsonSerializer.SerializeToUtf8Bytes(sent, GatewayJson.Options), GatewayJson.Options)!;
}
