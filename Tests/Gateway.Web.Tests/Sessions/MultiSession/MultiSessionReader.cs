using System.Text.Json;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.MultiSession;

namespace Gateway.Web.Tests.Sessions.MultiSession;

/// <summary>Reads one stream over many sessions as a client would see it: through JSON.</summary>
internal sealed class MultiSessionReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly MultiSessionStreaming _streams;
    private readonly IAsyncEnumerator<MultiSessionItem> _items;

    public MultiSessionReader(MultiSessionStreaming streams, Caller caller, MultiSessionRequest request)
    {
        _streams = streams;
        Stream = streams.Start(caller, request, request.Cursor is null ? null : MultiSessionCursor.Read(request.Cursor));
        _items = Stream.ReadAsync(_stop.Token).GetAsyncEnumerator();
    }

    public MultiSessionStream Stream { get; }

    public async Task<T> NextAsync<T>()
        where T : MultiSessionItem => Assert.IsType<T>(await NextAsync($"a {typeof(T).Name}"));

    public async Task<MultiSessionItem> NextAsync(string phase)
    {
        Assert.True(await _items.MoveNextAsync().WithTimeout(phase));
        return Received(_items.Current);
    }

    /// <summary>The next item of a session that has the given kind.</summary>
    public async Task<T> ItemAsync<T>(string sessionId)
        where T : StreamItem
    {
        var item = await NextAsync<RoutedItem>();
        Assert.Equal(sessionId, item.SessionId);
        return Assert.IsType<T>(item.Item);
    }

    /// <summary>The next item if it is available without waiting; otherwise null.</summary>
    public MultiSessionItem? TryNext() => Stream.TryNext() is { } item ? Received(item) : null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _items.DisposeAsync();
        _streams.Close(Stream);
        _stop.Dispose();
    }

    private static MultiSessionItem Received(MultiSessionItem sent) =>
        JsonSerializer.Deserialize<MultiSessionItem>(JsonSerializer.SerializeToUtf8Bytes(sent, GatewayJson.Options), GatewayJson.Options)!;
}
