using System.Text.Json;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>Reads a subscription item by item, as a client would see it: through JSON.</summary>
internal sealed class StreamReader(Subscription subscription) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private IAsyncEnumerator<StreamItem>? _items;

    public Subscription Subscription => subscription;

    public async Task<T> NextAsync<T>()
        where T : StreamItem => Assert.IsType<T>(await NextAsync($"a {typeof(T).Name}"));

    /// <summary>The next item; null when the stream has completed.</summary>
    public async Task<StreamItem?> NextAsync(string phase = "the next stream item")
    {
        _items ??= subscription.ReadAsync(_stop.Token).GetAsyncEnumerator();
        return await _items.MoveNextAsync().WithTimeout(phase) ? Received(_items.Current) : null;
    }

    /// <summary>The sequences of the events up to a given one; checks that the spans join without a hole.</summary>
    public async Task<List<long>> SequencesUpToAsync(long last)
    {
        var sequences = new List<long>();
        while (sequences.Count == 0 || sequences[^1] < last)
        {
            if (await NextAsync($"events up to {last}") is EventsItem item)
            {
                Assert.True(item.Events.Count == 0 || item.Events[^1].Sequence <= item.Last, "events lie inside their span");
                sequences.AddRange(item.Events.Select(e => e.Sequence));
            }
        }

        return sequences;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_items is not null)
        {
            await _items.DisposeAsync();
        }

        _stop.Dispose();
    }

    private static StreamItem Received(StreamItem sent) =>
        JsonSerializer.Deserialize<StreamItem>(JsonSerializer.SerializeToUtf8Bytes(sent, sent.GetType(), GatewayJson.Options), GatewayJson.Options)!;
}
