using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Threading;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Journal;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// Watches alarms in one session, from taking it up until it is lost. One loop applies events and inputs to the book and commits them; other
/// threads only <see cref="Post"/>.
/// </summary>
internal sealed class MonitorRun(
    MonitorSession session, MonitoredAlarms alarms, AlarmMonitorOptions options, TimeProvider time, ILogger<MonitorService> logger)
{
    /// <summary>Events that are applied before they are committed together.</summary>
    private const int MostItemsAtOnce = 64;

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<Action> _inputs = new();
    private readonly AsyncSignal _signal = new();
    private readonly EventReadings _readings = new(session.Session.Distributor.Items);
    private readonly Dictionary<string, long> _lastEvents = new(StringComparer.OrdinalIgnoreCase);
    private AlarmReconciler? _reconciler;
    private long _position;
    private bool _isOutdated;

    public MonitorSession Session => session;

    /// <summary>Under whom is written.</summary>
    public MonitorUser User { get; } = new(session, options, time, logger);

    public AlarmBook Book => alarms.Book;

    /// <summary>Called on the loop with the transitions of each commit, after it.</summary>
    public Action<IReadOnlyList<AlarmTransition>>? Committed { get; set; }

    /// <summary>Called on the loop with each OnWriteComplete.</summary>
    public Action<MxEvent>? WriteCompleted { get; set; }

    /// <summary>Called on the loop several times a second.</summary>
    public Action? Ticked { get; set; }

    /// <summary>Runs something on the loop. Any thread.</summary>
    public void Post(Action input)
    {
        _inputs.Enqueue(input);
        _signal.Set();
    }

    /// <summary>Watches until an object answers that was silent: its alarms are those of another run.</summary>
    /// <exception cref="GatewayException">The session is lost, or it does not do what it should.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await session.RegisterAsync(cancellationToken);
        await User.LogInAsync(cancellationToken);
        var resumed = alarms.PositionIn(session.SessionId, session.Epoch);
        _position = resumed ?? 0;
        if (resumed is null)
        {
            alarms.Forget();
            await CommitAsync(cancellationToken);
        }

        using var subscription = session.Subscribe(_position, _signal.Set);
        var found = await TakeUpAsync(cancellationToken);
        _reconciler = new AlarmReconciler(this, found.Roots, options, time, logger);
        logger.Began(found.Roots.Count, session.SessionId, resumed is not null ? "it continues where the last gateway stopped" : "the session is new");
        alarms.AwaitFirstValues();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = AskAgainAsync(found.Silent, stop.Token);
        try
        {
            await WatchAsync(subscription, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    /// <summary>The last event that was applied.</summary>
    public long Position => _position;

    /// <summary>The last event of an alarm; 0 when there was none.</summary>
    public long LastEventOf(string reference) => _lastEvents.GetValueOrDefault(reference);

    private async Task WatchAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        await using var timer = time.CreateTimer(_ => _signal.Set(), null, TickInterval, TickInterval);
        while (!_isOutdated)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var more = ApplyEvents(subscription);
            ApplyInputs();
            Upkeep();
            await CommitAsync(cancellationToken);
            if (more)
            {
                continue;
            }

            if (subscription.HasEnded())
            {
                throw new GatewayException(GatewayErrorCode.SessionClosed, "The monitor's session was closed.");
            }

            await _signal.WaitAsync();
        }
    }

    // Beside the loop, because what is on a platform that is gone does not answer for long.
    private async Task AskAgainAsync(IReadOnlyList<string> silent, CancellationToken cancellationToken)
    {
        while (silent.Count > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.ReconcileSeconds), time, cancellationToken);
            try
            {
                if (await RootDiscovery.AnswersAnyAsync(session, silent, cancellationToken))
                {
                    Post(() => _isOutdated = true);
                    return;
                }
            }
            catch (GatewayException error)
            {
                // The loop learns from the session's events that the session is lost.
                logger.NotRead(error);
            }
        }
    }

    // Finds the alarms, reads what is read once, and advises. An alarm that is no longer there is removed.
    private async Task<FoundRoots> TakeUpAsync(CancellationToken cancellationToken)
    {
        var found = await RootDiscovery.FindAsync(session, options, cancellationToken);
        alarms.Replace(found);

        foreach (var root in found.Roots)
        {
            Book.Watch(root.Reference);
            Book.Describe(root.Reference, new AlarmDetails { Area = root.Area });
        }

        await ReadOnceAsync(found.Roots, cancellationToken);
        await session.AdviseAsync(found, cancellationToken);
        return found;
    }

    private async Task ReadOnceAsync(IReadOnlyList<MonitoredRoot> roots, CancellationToken cancellationToken)
    {
        var fresh = roots.Where(root => Book.Find(root.Reference) is { LastCondition: null }).ToArray();
        var acknowledged = await session.ReadAsync([.. fresh.Select(root => $"{root.Reference}.{AlarmAttribute.TimeAlarmAcked}")], cancellationToken);
        var descriptions = await AlarmTexts.ReadAsync(session, fresh, cancellationToken);
        var units = await ReadUnitsAsync(fresh, cancellationToken);
        for (var i = 0; i < fresh.Length; i++)
        {
            if (MonitorSession.ReadingOf(AlarmAttribute.TimeAlarmAcked, acknowledged[i]) is { IsGood: true } reading)
            {
                Book.Apply(fresh[i].Reference, reading);
            }

            Book.Describe(fresh[i].Reference, new AlarmDetails { Description = descriptions[i], Unit = units.GetValueOrDefault(fresh[i].UnitReference ?? "") });
        }
    }

    private async Task<Dictionary<string, string?>> ReadUnitsAsync(IReadOnlyList<MonitoredRoot> roots, CancellationToken cancellationToken)
    {
        string[] references = [.. roots.Select(root => root.UnitReference).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        var units = await session.ReadAsync(references, cancellationToken);
        return references.Zip(units.Select(MonitorSession.TextIn)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase);
    }

    /// <returns>Whether there is more.</returns>
    private bool ApplyEvents(Subscription subscription)
    {
        for (var count = 0; count < MostItemsAtOnce; count++)
        {
            if (subscription.TryNext() is not { } item)
            {
                return false;
            }

            if (item is GapItem gap)
            {
                logger.Gap(gap.Reason.ToString());
                alarms.Forget();
            }

            foreach (var one in EventReadings.EventsOf(item))
            {
                Apply(one);
            }

            _position = item switch
            {
                OutgoingEvents events => events.Last,
                OutgoingSnapshot snapshot => snapshot.AsOf,
                IdleItem idle => idle.Sequence,
                _ => _position,
            };
        }

        return true;
    }

    private void Apply(MxEvent one)
    {
        if (_readings.ReadingOf(one) is { } found)
        {
            _lastEvents[found.Root] = one.Sequence;
            Book.Apply(found.Root, found.Reading);
        }
        else if (one.Family == EventFamily.OnWriteComplete)
        {
            WriteCompleted?.Invoke(one);
        }
    }

    private void ApplyInputs()
    {
        while (_inputs.TryDequeue(out var input))
        {
            input();
        }
    }

    private void Upkeep()
    {
        alarms.Settle();
        _reconciler!.Advance();
        Ticked?.Invoke();
        session.Session.Lease.Extend();
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        var transitions = await alarms.CommitAsync(new AlarmPosition(session.SessionId, session.Epoch, _position), cancellationToken);
        if (transitions.Count > 0)
        {
            _reconciler?.Raised(transitions);
            Committed?.Invoke(transitions);
        }
    }
}
