using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>Follows the position in the log of transitions, and the snapshots that stand in for a part of it.</summary>
internal sealed class AlarmTracker(AlarmRequest request) : ILogTracker<AlarmItem, StreamPosition>
{
    /// <summary>What the next subscription continues from; null: with a snapshot.</summary>
    private long? _after = request.After;

    private string? _epoch = request.Epoch;

    /// <summary>What the alarms up to there were read with; it stays until a snapshot with another one is complete.</summary>
    private string? _view = request.View;

    /// <summary>Epoch of the running subscription; null before its <c>started</c>.</summary>
    private string? _streamEpoch;

    private string? _streamView;

    /// <summary>How many alarms the snapshot under way has named.</summary>
    private int _named;

    private bool _inSnapshot;

    public StreamPosition? Position => _after is { } after && _epoch is { } epoch ? new StreamPosition(epoch, after) { View = _view } : null;

    public object Request => _after is null ? request with { After = null, Epoch = null, View = null } : request with { After = _after, Epoch = _epoch, View = _view };

    public string? Broken { get; private set; }

    public bool MayPause => !_inSnapshot;

    public void Restart()
    {
        _streamEpoch = null;
        EndSnapshot();
    }

    public AlarmItem? Accept(AlarmItem item)
    {
        Broken = null;
        if (item is AlarmStartedItem started)
        {
            // An own position stays until a gap says that it does not hold any more: only then may a transition be skipped.
            _streamEpoch = started.Epoch;
            _epoch ??= started.Epoch;
            _streamView = started.View;
            if (_after is not null)
            {
                // Likewise the view: the gateway is asked with it until the snapshot that is due for another one has come.
                _view ??= started.View;
            }

            return item;
        }

        return _streamEpoch is null ? Violation($"A stream begins with started, not with {item.Kind}.") : item switch
        {
            AlarmGapItem gap => ExpectSnapshot(gap, gap.Epoch),

            // What became visible or invisible is in no transition: a resume from the position would leave a table wrong.
            AlarmAccessItem access => AcceptAccess(access),
            ActiveAlarmItem part => AcceptPart(part),
            AlarmSnapshotCompleteItem end => AcceptEnd(end),
            AlarmTransitionItem transitions => AcceptTransitions(transitions),
            AlarmIdleItem idle => AcceptIdle(idle),
            _ => item,
        };
    }

    public bool IsStart(AlarmItem item) => item is AlarmStartedItem;

    public bool IsProgress(AlarmItem item) => item is AlarmSnapshotCompleteItem or AlarmTransitionItem or AlarmIdleItem;

    private AlarmItem AcceptAccess(AlarmAccessItem item)
    {
        _streamView = item.View;
        return ExpectSnapshot(item, _streamEpoch!);
    }

    private AlarmItem ExpectSnapshot(AlarmItem item, string epoch)
    {
        _streamEpoch = epoch;
        _after = null;
        EndSnapshot();
        return item;
    }

    private ActiveAlarmItem AcceptPart(ActiveAlarmItem item)
    {
        _after = null;
        _inSnapshot = true;
        _named += item.Alarms.Count;
        return item;
    }

    private AlarmItem? AcceptEnd(AlarmSnapshotCompleteItem item)
    {
        var named = _named;
        EndSnapshot();
        if (named != item.Count)
        {
            _after = null;
            return Violation($"The snapshot has {named} of {item.Count} alarms.");
        }

        _view = _streamView;
        return MoveTo(item.AsOf, item);
    }

    private AlarmItem? AcceptTransitions(AlarmTransitionItem item)
    {
        if (Disorder(item) is { } disorder)
        {
            return Violation(disorder);
        }

        var have = _after!.Value;
        if (item.First > have + 1)
        {
            return Violation($"Transitions {have + 1} to {item.First - 1} are missing without a gap.");
        }

        if (item.Last <= have)
        {
            return null;
        }

        _view = item.View ?? _view;

        return MoveTo(item.Last, item.First == have + 1
            ? item
            : item with { First = have + 1, Transitions = [.. item.Transitions.Where(transition => transition.Sequence > have)] });
    }

    private AlarmItem? AcceptIdle(AlarmIdleItem item) => Disorder(item) is { } disorder ? Violation(disorder)
        : item.Sequence < _after ? null
        : MoveTo(item.Sequence, item);

    private string? Disorder(AlarmItem item) => _after is null ? $"The stream of alarms has {item.Kind} before the end of the snapshot."
        : _epoch != _streamEpoch ? "The epoch of the alarms changed without a gap."
        : null;

    private AlarmItem MoveTo(long sequence, AlarmItem item)
    {
        _epoch = _streamEpoch;
        _after = sequence;
        return item;
    }

    private void EndSnapshot()
    {
        _inSnapshot = false;
        _named = 0;
    }

    private AlarmItem? Violation(string text)
    {
        Broken = text;
        return null;
    }
}
