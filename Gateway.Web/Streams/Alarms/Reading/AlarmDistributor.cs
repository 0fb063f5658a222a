using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Alarms.Journal;
using Gateway.Web.Streams.Log;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>
/// Holds the alarms as they are, and hands committed transitions to the readers. A snapshot is exactly what the transitions up to its
/// position make, because the lock guards both.
/// </summary>
internal sealed class AlarmDistributor(AlarmJournal journal, IOptions<AlarmLogOptions> options, TimeProvider time, ILogger<AlarmDistributor> logger)
    : DurableLogDistributor<AlarmReader, AlarmBatch, AlarmItem>(time, "log of alarms")
{
    private readonly Dictionary<string, Alarm> _alarms = new(StringComparer.OrdinalIgnoreCase);
    private AlarmMonitor _monitor = new() { Status = AlarmMonitorStatus.Off, Since = time.GetUtcNow().UtcDateTime, Watched = 0, Unknown = 0 };

    public AlarmMonitor Monitor
    {
        get
        {
            lock (Gate)
            {
                return _monitor;
            }
        }
    }

    /// <summary>Called when the log was opened, or opened again under another epoch, which makes running readers start over.</summary>
    public void Begin(LogBounds bounds, IEnumerable<Alarm> alarms)
    {
        lock (Gate)
        {
            _alarms.Clear();
            foreach (var alarm in alarms)
            {
                _alarms[alarm.Reference] = alarm;
            }

            Begin(bounds);
        }
    }

    /// <summary>Publishes committed transitions to every live reader.</summary>
    public void Publish(AlarmBatch batch)
    {
        lock (Gate)
        {
            foreach (var record in batch.Records)
            {
                Apply(record.Transition);
            }

            Hand(batch);
        }
    }

    /// <summary>Tells every reader that the monitor's status has changed, after the transitions published so far.</summary>
    public void Publish(AlarmMonitor monitor)
    {
        lock (Gate)
        {
            _monitor = monitor;
            foreach (var reader in Readers.All)
            {
                reader.Channel.Post(Bounds.Latest, new AlarmMonitorItem { Monitor = monitor });
            }
        }
    }

    /// <summary>Registers a reader and decides where it begins, under one lock.</summary>
    /// <exception cref="GatewayException"><c>TooManySubscribers</c>.</exception>
    public AlarmReader Subscribe(AlarmRequest request, AlarmReach reach, Caller caller)
    {
        var reader = new AlarmReader(this, request, new AlarmSight(reach, request, caller), options.Value, Time);
        lock (Gate)
        {
            DemandPlace(options.Value.MaxReaders);
            var bounds = Bounds;
            var start = AlarmStart.Of(request, bounds);
            var live = start.Cursor == bounds.Latest;
            reader.Begin(start, bounds, _monitor, start.Snapshot ? [.. _alarms.Values] : null, live);
            Add(reader, live);
        }

        return reader;
    }

    /// <summary>All alarms that are watched, with the position that they are of.</summary>
    public (LogBounds Bounds, AlarmMonitor Monitor, IReadOnlyList<Alarm> Alarms) Snapshot()
    {
        lock (Gate)
        {
            return (Bounds, _monitor, [.. _alarms.Values]);
        }
    }

    public Alarm? Find(string reference)
    {
        lock (Gate)
        {
            return _alarms.GetValueOrDefault(reference);
        }
    }

    /// <summary>The alarms, if a reader at the cursor has had everything; null otherwise.</summary>
    internal IReadOnlyList<Alarm>? SnapshotAt(string epoch, long cursor)
    {
        lock (Gate)
        {
            var bounds = Bounds;
            return bounds.Epoch == epoch && bounds.Latest == cursor ? [.. _alarms.Values] : null;
        }
    }

    /// <summary>Stops feeding a reader, empties its channel, and returns the bounds and the alarms from which it starts over.</summary>
    internal (LogBounds Bounds, IReadOnlyList<Alarm> Alarms) Rejoin(AlarmReader reader)
    {
        lock (Gate)
        {
            return (SetBack(reader), [.. _alarms.Values]);
        }
    }

    internal void Remove(AlarmReader reader)
    {
        lock (Gate)
        {
            Readers.Remove(reader);
        }
    }

    protected override AlarmBatch? ReadKept(long after, long through, int limit) => journal.ReadBatch(after, through, limit);

    protected override void OnReadFailed(Exception error) => AlarmDiagnosticsLog.ReadFailed(logger, error);

    private void Apply(AlarmTransition transition)
    {
        if (transition.Kind == AlarmTransitionKind.Removed)
        {
            _alarms.Remove(transition.Alarm.Reference);
        }
        else
        {
            _alarms[transition.Alarm.Reference] = transition.Alarm;
        }
    }
}
