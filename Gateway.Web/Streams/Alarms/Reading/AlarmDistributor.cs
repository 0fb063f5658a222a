using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Alarms.Journal;
using Gateway.Web.Streams.Log;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>
/// Holds the alarms as they are, hands committed transitions to every live reader, and lets slower readers read the log until they have
/// caught up. One lock guards the alarms, the log's bounds and the readers: a snapshot is exactly what the transitions up to its
/// position make, and nothing is lost or repeated between what a reader takes from the log and what it is fed afterwards. Publishing
/// never waits for a reader.
/// </summary>
internal sealed class AlarmDistributor(AlarmJournal journal, IOptions<AlarmLogOptions> options, TimeProvider time, ILogger<AlarmDistributor> logger)
{
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly LogReaders<AlarmReader, AlarmBatch> _readers = new();
    private readonly Dictionary<string, Alarm> _alarms = new(StringComparer.OrdinalIgnoreCase);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AlarmBounds _bounds = new("", 1, 0);
    private AlarmMonitor _monitor = new() { Status = AlarmMonitorStatus.Off, Since = time.GetUtcNow().UtcDateTime, Watched = 0, Unknown = 0 };
    private GatewayException? _end;

    public AlarmBounds Bounds
    {
        get
        {
            lock (_gate)
            {
                return _bounds;
            }
        }
    }

    public AlarmMonitor Monitor
    {
        get
        {
            lock (_gate)
            {
                return _monitor;
            }
        }
    }

    /// <summary>Completes when the log is open.</summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    public async Task WaitUntilOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _begun.Task.WaitAsync(OpeningPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Unavailable();
        }
    }

    /// <summary>Called when the log was opened, or opened again under another epoch, which makes running readers start over.</summary>
    public void Begin(AlarmBounds bounds, IEnumerable<Alarm> alarms)
    {
        lock (_gate)
        {
            _bounds = bounds;
            _alarms.Clear();
            foreach (var alarm in alarms)
            {
                _alarms[alarm.Reference] = alarm;
            }

            foreach (var reader in _readers.All)
            {
                reader.Channel.Wake();
            }
        }

        _begun.TrySetResult();
    }

    /// <summary>Publishes committed transitions to every live reader.</summary>
    public void Publish(AlarmBatch batch)
    {
        lock (_gate)
        {
            foreach (var record in batch.Records)
            {
                Apply(record.Transition);
            }

            _bounds = _bounds with { Latest = batch.Last };
            _readers.Publish(batch);
        }
    }

    /// <summary>Tells every reader that the monitor's status has changed, after the transitions published so far.</summary>
    public void Publish(AlarmMonitor monitor)
    {
        lock (_gate)
        {
            _monitor = monitor;
            foreach (var reader in _readers.All)
            {
                reader.Channel.Post(_bounds.Latest, new AlarmMonitorItem { Monitor = monitor });
            }
        }
    }

    /// <summary>Called when retention has deleted all transitions before a sequence.</summary>
    public void Pruned(long oldest)
    {
        lock (_gate)
        {
            _bounds = _bounds with { Oldest = oldest };
        }
    }

    /// <summary>Registers a reader and decides where it begins, under one lock.</summary>
    /// <exception cref="GatewayException"><c>TooManySubscribers</c>.</exception>
    public AlarmReader Subscribe(AlarmRequest request, AlarmReach reach, Caller caller)
    {
        var reader = new AlarmReader(this, request, reach, caller, options.Value, time);
        lock (_gate)
        {
            if (_readers.All.Count >= options.Value.MaxReaders)
            {
                throw new GatewayException(
                    GatewayErrorCode.TooManySubscribers, $"The alarms already have {options.Value.MaxReaders} readers, which is the limit; wait until one leaves.", 5_000);
            }

            var start = AlarmStart.Of(request, _bounds);
            var live = start.Cursor == _bounds.Latest;
            reader.Begin(start, _bounds, _monitor, start.Snapshot ? [.. _alarms.Values] : null, live);
            _readers.Add(reader, live);
            if (_end is { } end)
            {
                reader.Channel.Abort(end);
            }
        }

        return reader;
    }

    /// <summary>All alarms that are watched, with the position that they are of.</summary>
    public (AlarmBounds Bounds, AlarmMonitor Monitor, IReadOnlyList<Alarm> Alarms) Snapshot()
    {
        lock (_gate)
        {
            return (_bounds, _monitor, [.. _alarms.Values]);
        }
    }

    public Alarm? Find(string reference)
    {
        lock (_gate)
        {
            return _alarms.GetValueOrDefault(reference);
        }
    }

    /// <summary>Ends every stream at once. Streams that begin later end the same way.</summary>
    public void End(GatewayException error)
    {
        lock (_gate)
        {
            _end = error;
            foreach (var reader in _readers.All)
            {
                reader.Channel.Abort(error);
            }
        }
    }

    /// <summary>Regular upkeep: lets streams without traffic report their position.</summary>
    public void Tick()
    {
        AlarmReader[] all;
        lock (_gate)
        {
            all = [.. _readers.All];
        }

        foreach (var reader in all)
        {
            reader.Tick();
        }
    }

    /// <summary>
    /// Reads published transitions after a sequence from the log; null when there are none, or none of this epoch any more. If the first
    /// one is not the next sequence, the transitions between are no longer retained.
    /// </summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    public AlarmBatch? Read(string epoch, long after, int limit)
    {
        var bounds = Bounds;
        if (bounds.Epoch != epoch)
        {
            return null;
        }

        try
        {
            var batch = journal.ReadBatch(after, bounds.Latest, limit);
            return Bounds.Epoch == epoch ? batch : null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            if (Bounds.Epoch != epoch)
            {
                return null;
            }

            AlarmDiagnosticsLog.ReadFailed(logger, error);
            throw Unavailable();
        }
    }

    /// <summary>Feeds a reader from now on if it has read everything of this epoch.</summary>
    internal void TryTurnLive(AlarmReader reader, string epoch, long cursor)
    {
        lock (_gate)
        {
            if (_bounds.Epoch == epoch && cursor >= _bounds.Latest)
            {
                _readers.TurnLive(reader);
            }
        }
    }

    /// <summary>The alarms, if a reader at the cursor has had everything; null otherwise.</summary>
    internal IReadOnlyList<Alarm>? SnapshotAt(string epoch, long cursor)
    {
        lock (_gate)
        {
            return _bounds.Epoch == epoch && _bounds.Latest == cursor ? [.. _alarms.Values] : null;
        }
    }

    /// <summary>Stops feeding a reader, empties its channel, and returns the bounds and the alarms from which it starts over.</summary>
    internal (AlarmBounds Bounds, IReadOnlyList<Alarm> Alarms) Rejoin(AlarmReader reader)
    {
        lock (_gate)
        {
            if (_readers.Remove(reader))
            {
                _readers.Add(reader, live: false);
            }

            reader.Channel.TakeBatches(new Queue<AlarmBatch>());
            return (_bounds, [.. _alarms.Values]);
        }
    }

    internal void Remove(AlarmReader reader)
    {
        lock (_gate)
        {
            _readers.Remove(reader);
        }
    }

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

    private static GatewayException Unavailable() => new(
        GatewayErrorCode.FeedUnavailable, "The log of alarms cannot be read at the moment; resume a little later.", 1_000);
}
