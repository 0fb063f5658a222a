using System.Runtime.CompilerServices;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>Events that are read from a stored position on.</summary>
public static class StoredEvents
{
    /// <summary>
    /// The session's events after the position in the store, as <see cref="GatewaySession.EventsAsync"/> gives them. The position of an item is
    /// saved when the next one is asked for. An item during which the loop is left, by <c>break</c> or an exception, is not saved, and is
    /// delivered again to the next reading.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="store">Where the position is kept; one reader per store.</param>
    /// <param name="request">
    /// What to see, and where to start while the store has no position; null starts with the first event that the gateway still has. Without
    /// <see cref="StreamRequest.ResumeAfter"/> it starts with what happens next.
    /// </param>
    /// <param name="options">The client's buffer.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public static async IAsyncEnumerable<StreamItem> EventsAsync(
        this GatewaySession session, IPositionStore store, StreamRequest? request = null, EventStreamOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(store);
        var saved = await store.LoadAsync(cancellationToken);
        request ??= new StreamRequest { ResumeAfter = 0 };
        var stream = session.EventsAsync(
            saved is { } from ? request with { ResumeAfter = from.Sequence, Epoch = from.Epoch } : request, options, cancellationToken);
        await foreach (var item in stream.WithCancellation(cancellationToken))
        {
            yield return item;
            if (stream.Position is { } reached && reached != saved)
            {
                await store.SaveAsync(reached, cancellationToken);
                saved = reached;
            }
        }
    }
}
