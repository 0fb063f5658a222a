using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>Follows the position in the change feed.</summary>
internal sealed class FeedTracker(FeedRequest request) : ILogTracker<FeedItem, FeedPosition>
{
    private bool _started;
    private bool _resetDue;

    public FeedPosition? Position { get; private set; } =
        request is { After: { } after, FeedEpoch: { } epoch, Cursor: null } ? new FeedPosition(epoch, after) : null;

    public string? Broken { get; private set; }

    public object Request => Position is { } position
        ? request with { After = position.Sequence, FeedEpoch = position.FeedEpoch, Cursor = null }
        : request;

    public bool MayPause => true;

    public void Restart()
    {
        _started = false;
        _resetDue = false;
    }

    public FeedItem? Accept(FeedItem item)
    {
        Broken = null;
        if (item is FeedStartedItem started)
        {
            return AcceptStarted(started);
        }

        if (!_started || (_resetDue && item is not FeedResetItem))
        {
            return Violation(_started ? $"The position was not continued from, and {item.Kind} came without a reset." : $"A stream begins with started, not with {item.Kind}.");
        }

        return item switch
        {
            FeedResetItem reset => AcceptReset(reset),
            FeedChangesItem changes => AcceptChanges(changes),
            FeedIdleItem idle => AcceptIdle(idle),
            _ => item,
        };
    }

    public bool IsStart(FeedItem item) => item is FeedStartedItem;

    public bool IsProgress(FeedItem item) => item is not FeedStartedItem;

    private FeedStartedItem AcceptStarted(FeedStartedItem item)
    {
        _started = true;
        if (Position is { } position)
        {
            _resetDue = position != new FeedPosition(item.FeedEpoch, item.After);
            return item;
        }

        // Asked without an epoch: a server that goes on elsewhere owes a reset for it. 0 asks for all there is.
        _resetDue = request is { Cursor: null, After: > 0 and var asked } && asked != item.After;
        if (!_resetDue)
        {
            Position = new FeedPosition(item.FeedEpoch, item.After);
        }

        return item;
    }

    private FeedResetItem AcceptReset(FeedResetItem item)
    {
        _resetDue = false;
        Position = new FeedPosition(item.FeedEpoch, item.Oldest - 1);
        return item;
    }

    private FeedItem? AcceptChanges(FeedChangesItem item)
    {
        var position = Position!.Value;
        if (item.First > position.Sequence + 1)
        {
            return Violation($"Changes {position.Sequence + 1} to {item.First - 1} are missing without a reset.");
        }

        if (item.Last <= position.Sequence)
        {
            return null;
        }

        Position = position with { Sequence = item.Last };
        return item.First == position.Sequence + 1
            ? item
            : item with { First = position.Sequence + 1, Changes = [.. item.Changes.Where(change => change.Sequence > position.Sequence)] };
    }

    private FeedIdleItem? AcceptIdle(FeedIdleItem item)
    {
        var position = Position!.Value;
        if (item.Sequence < position.Sequence)
        {
            return null;
        }

        Position = position with { Sequence = item.Sequence };
        return item;
    }

    private FeedItem? Violation(string text)
    {
        Broken = text;
        return null;
    }
}
