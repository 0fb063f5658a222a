using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>Moves the change feed from the hub into the buffer.</summary>
internal sealed class FeedPump(GatewayClient client, FeedRequest request, StreamBuffer<BufferedFeedItem> buffer) : ResumingPump<FeedItem>(client, HubContract.StreamFeed)
{
    private readonly FeedTracker _tracker = new(request);

    protected override string Name => "feed";

    protected override object?[] Arguments => [_tracker.Request];

    protected override void Restart() => _tracker.Restart();

    protected override Interruption? Take(FeedItem received)
    {
        // Only what fits moves the position: the server is asked for the rest again.
        if (buffer.IsFull)
        {
            return Interruption.Paused;
        }

        var accepted = _tracker.Accept(received);
        if (_tracker.Broken is { } violation)
        {
            return Tolerate(violation);
        }

        if (accepted is not null)
        {
            NoteProgress(isStart: accepted is FeedStartedItem);
            buffer.Add(new BufferedFeedItem(accepted, _tracker.Position));
        }

        return null;
    }

    protected override Task WaitForRoomAsync(CancellationToken cancellationToken) => buffer.WaitForRoomAsync(cancellationToken);

    protected override void Complete(Exception? failure) => buffer.Complete(failure);
}
