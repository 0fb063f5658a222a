using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// The alarms that stand, kept by applying the items of one alarm stream in their order. It uses no I/O and no clock, and is not thread-safe.
/// Applying an item costs the same however many rows there are.
/// </summary>
/// <param name="keepNormal">
/// Whether the table has rows for normal alarms: for a stream whose <see cref="AlarmRequest.States"/> name <see cref="AlarmState.Normal"/>.
/// </param>
public sealed class AlarmTable(bool keepNormal = false)
{
    // References are compared without regard to case.
    private readonly Dictionary<string, Row> _rows = new(StringComparer.OrdinalIgnoreCase);
    private readonly int[] _counts = new int[Enum.GetValues<AlarmState>().Length];
    private HashSet<string> _changed = new(StringComparer.OrdinalIgnoreCase);
    private bool _statusChanged;

    /// <summary>What the table contains; null while that is not known.</summary>
    private long? _position;

    /// <summary>What the log had when the stream was subscribed: up to there the table is behind.</summary>
    private long _latest;

    private bool _connected;
    private int _snapshot;
    private bool _inSnapshot;

    /// <summary>
    /// Raised at the first change after <see cref="TakeChanges"/>: the moment to ask for a redraw.
    /// </summary>
    public event EventHandler? Changed;

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Count;

    public AlarmCounts Counts => AlarmCounts.Of(_counts);

    /// <summary>The numbering of sequences and occurrences; an acknowledgement names it.</summary>
    public string? Epoch { get; private set; }

    /// <summary>Whether the gateway sees the alarms; null before the first item.</summary>
    public AlarmMonitor? Monitor { get; private set; }

    /// <summary>
    /// Alarms may be missing, and rows that are no more may be there, until a snapshot is complete: at the start, after a gap, after changed rights.
    /// </summary>
    public bool AwaitingSnapshot { get; private set; } = true;

    /// <summary>
    /// The rows are what was known last, not what is: the connection is lost or has not caught up yet, or the gateway does not see the
    /// alarms (off, starting, blind). An empty table that is stale does not mean that no alarm stands.
    /// </summary>
    public bool Stale => !_connected || Monitor?.Status is not (AlarmMonitorStatus.Watching or AlarmMonitorStatus.Partial) || _position < _latest;

    /// <summary>The rows, in no particular order.</summary>
    public IEnumerable<Alarm> Alarms => _rows.Values.Select(row => row.Alarm);

    /// <summary>The alarm with a reference, whatever its case; null when there is no row for it.</summary>
    public Alarm? Get(string reference) => _rows.TryGetValue(reference, out var row) ? row.Alarm : null;

    /// <summary>Whether a row has not been confirmed by the snapshot that is due.</summary>
    public bool IsSuspect(string reference) =>
        AwaitingSnapshot && _rows.TryGetValue(reference, out var row) && !(_inSnapshot && row.Snapshot == _snapshot);

    /// <summary>What is different since the last call.</summary>
    public AlarmTableChanges TakeChanges()
    {
        var changes = new AlarmTableChanges(_changed, _statusChanged);
        _changed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        _statusChanged = false;
        return changes;
    }

    /// <summary>To be called when the connection is lost: the rows stay and are stale until the stream has resumed.</summary>
    public void ConnectionLost()
    {
        var waiting = HasChanges;
        _statusChanged |= _connected;
        _connected = false;
        Announce(waiting);
    }

    public void Apply(AlarmItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var waiting = HasChanges;
        Take(item);
        Announce(waiting);
    }

    private bool HasChanges => _statusChanged || _changed.Count > 0;

    // Called when the table is whole again, and only if nothing was waiting to be taken.
    private void Announce(bool waiting)
    {
        if (!waiting && HasChanges)
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    private void Take(AlarmItem item)
    {
        switch (item)
        {
            case AlarmStartedItem started:
                Start(started);
                break;
            case AlarmGapItem gap:
                Enter(gap.Epoch);
                _position = null;
                _latest = gap.Latest;
                ExpectSnapshot();
                break;
            case AlarmAccessItem:
                ExpectSnapshot();
                break;
            case ActiveAlarmItem part:
                TakeSnapshotPart(part);
                break;
            case AlarmSnapshotCompleteItem end:
                CompleteSnapshot(end.AsOf);
                break;
            case AlarmTransitionItem span:
                TakeTransitions(span);
                break;
            case AlarmMonitorItem { Monitor: var monitor }:
                Monitor = monitor;
                _statusChanged = true;
                break;
            case AlarmIdleItem idle:
                MoveTo(idle.Sequence);
                break;
        }
    }

    private void Start(AlarmStartedItem item)
    {
        Enter(item.Epoch);
        Monitor = item.Monitor;
        _connected = true;
        _latest = item.Latest;

        // A snapshot that the connection cut off comes again from its beginning.
        _inSnapshot = false;
        _statusChanged = true;
    }

    // Sequences of another epoch do not compare with those that the rows have.
    private void Enter(string epoch)
    {
        if (Epoch != epoch)
        {
            Epoch = epoch;
            _position = null;
            ExpectSnapshot();
        }
    }

    private void ExpectSnapshot()
    {
        AwaitingSnapshot = true;
        _inSnapshot = false;
        _statusChanged = true;
    }

    private void TakeSnapshotPart(ActiveAlarmItem item)
    {
        if (!BeginSnapshot(item.AsOf))
        {
            return;
        }

        foreach (var alarm in item.Alarms)
        {
            Put(alarm);
        }
    }

    private void CompleteSnapshot(long asOf)
    {
        if (!BeginSnapshot(asOf))
        {
            return;
        }

        foreach (var (reference, row) in _rows)
        {
            if (row.Snapshot != _snapshot)
            {
                Drop(reference);
            }
        }

        _position = asOf;
        _inSnapshot = false;
        AwaitingSnapshot = false;
        _statusChanged = true;
    }

    // False for a snapshot that is older than the table.
    private bool BeginSnapshot(long asOf)
    {
        if (asOf < _position)
        {
            return false;
        }

        if (!_inSnapshot)
        {
            _inSnapshot = true;
            AwaitingSnapshot = true;
            _snapshot++;
            _statusChanged = true;
        }

        return true;
    }

    private void TakeTransitions(AlarmTransitionItem item)
    {
        foreach (var transition in item.Transitions.Where(transition => !(transition.Sequence <= _position)))
        {
            if (transition.Leaves == true || transition.Kind == AlarmTransitionKind.Removed)
            {
                Drop(transition.Alarm.Reference);
            }
            else
            {
                Put(transition.Alarm);
            }
        }

        MoveTo(item.Last);
    }

    private void MoveTo(long sequence)
    {
        var wasStale = Stale;
        _position = Math.Max(sequence, _position ?? 0);
        _statusChanged |= wasStale != Stale;
    }

    private void Put(Alarm alarm)
    {
        if (!keepNormal && alarm.Suppression == AlarmSuppression.None && AlarmClassifier.Of(alarm) == AlarmState.Normal)
        {
            Drop(alarm.Reference);
            return;
        }

        if (_rows.TryGetValue(alarm.Reference, out var former))
        {
            _counts[(int)AlarmClassifier.Counted(former.Alarm)]--;
        }

        _counts[(int)AlarmClassifier.Counted(alarm)]++;
        _rows[alarm.Reference] = new Row(alarm, _snapshot);
        _changed.Add(alarm.Reference);
    }

    private void Drop(string reference)
    {
        if (_rows.Remove(reference, out var row))
        {
            _counts[(int)AlarmClassifier.Counted(row.Alarm)]--;
            _changed.Add(row.Alarm.Reference);
        }
    }

    /// <param name="Alarm">The alarm after its last transition.</param>
    /// <param name="Snapshot">The snapshot that named it last, or that was the last one when it came.</param>
    private readonly record struct Row(Alarm Alarm, int Snapshot);
}
