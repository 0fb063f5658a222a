namespace Gateway.Client;

/// <summary>
/// Where a reader keeps its position, so that its next run continues there; see
/// <see cref="StoredEvents.EventsAsync(GatewaySession, IPositionStore, Contracts.StreamRequest, EventStreamOptions, CancellationToken)"/>.
/// </summary>
/// <remarks>
/// A store that keeps the data too, in one database, makes every event count exactly once: the reader adds an item's data to an open
/// transaction, and <see cref="SaveAsync"/> writes the position into the same transaction and commits both. With a store of its own, such as
/// <see cref="FilePositionStore"/>, the data is written before the position: after a crash the last item is delivered once more.
/// </remarks>
public interface IPositionStore
{
    /// <summary>
    /// The position that was saved last; null when there is none. Called when reading begins, also again after a failure: data that was added
    /// and not saved must be gone then.
    /// </summary>
    ValueTask<StreamPosition?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the position durably. Called when the reader asks for the next item, that is after it has dealt with everything up to this
    /// position, and before it gets the next item. Never called twice at once. A failure ends the reading with the same exception.
    /// </summary>
    ValueTask SaveAsync(StreamPosition position, CancellationToken cancellationToken);
}
