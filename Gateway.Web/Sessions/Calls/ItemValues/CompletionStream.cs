using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Events;
using Gateway.Wire;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// The first values and the completions of one registration's items, from its creation on. It is an observer: it counts against no reader,
/// and it follows the caller's rights. One reader.
/// </summary>
internal sealed class CompletionStream : IAsyncDisposable
{
    private readonly IAsyncEnumerator<StreamItem> _items;

    private CompletionStream(IAsyncEnumerator<StreamItem> items) => _items = items;

    /// <param name="streams">Opens the stream.</param>
    /// <param name="live">The caller.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="references">The items.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="GatewayException">The caller may not read the session, or the session cannot be read.</exception>
    public static async Task<CompletionStream> OpenAsync(
        StreamDesk streams, LiveCaller live, string sessionId, IReadOnlyList<string> references, CancellationToken cancellationToken)
    {
        var request = new StreamRequest
        {
            Mode = StreamMode.Conflate,
            Observer = true,
            Filter = new StreamFilter { Families = [EventFamily.OnDataChange, EventFamily.OnWriteComplete], References = references },
        };
        var stream = new CompletionStream(streams.Open(live, sessionId, request, cancellationToken).GetAsyncEnumerator(cancellationToken));
        try
        {
            // Everything after the first item is in the stream.
            return await stream._items.MoveNextAsync() ? stream : throw Ended();
        }
        catch (OperationCanceledException)
        {
            await stream.DisposeAsync();
            throw Ended();
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next events of a registration; null when events were lost, or the session was closed.</summary>
    public async Task<IReadOnlyList<MxEvent>?> NextAsync(int server)
    {
        while (await _items.MoveNextAsync())
        {
            switch (_items.Current)
            {
                case OutgoingEvents events:
                    return EventsOf(events, server);
                case GapItem or LaggedItem { Dropped: > 0 }:
                    return null;
            }
        }

        return null;
    }

    public ValueTask DisposeAsync() => _items.DisposeAsync();

    private static GatewayException Ended() =>
        new(GatewayErrorCode.CommandCanceled, "Nothing was written: the client has left, the time was over at once, or the session was closed.");

    private static List<MxEvent> EventsOf(OutgoingEvents item, int server)
    {
        var events = new List<MxEvent>();
        foreach (var slice in item.Slices)
        {
            for (var i = slice.Start; i < slice.Start + slice.Count; i++)
            {
                if (slice.Rows.Headers[i].ServerHandle == server)
                {
                    var reader = new WireReader(slice.Rows.Rows(i, 1));
                    events.Add(EventRow.Read(ref reader));
                }
            }
        }

        return events;
    }
}
