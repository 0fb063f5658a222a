using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Hop 3: the one place of a session where batches come in, are kept, and go out to every subscription. The worker
/// connection's read loop publishes; it never waits for a reader. Order is the worker's; nothing is changed or invented.
/// </summary>
/// <remarks>
/// One lock covers history, last values and the set of live subscriptions, so "the history up to here" and "everything
/// published from here on" always join without a hole.
/// </remarks>
internal sealed class EventDistributor
{
    /// <summary>Events a catching-up reader takes from the history at a time.</summary>
    private const int CatchUpChunk = 8_192;

    private readonly Lock _gate = new();
    private readonly EventHistory _history;
    private readonly LastValues _lastValues = new();
    private readonly LogReaders<Subscription, Batch> _readers = new();
    private readonly string _sessionId;
    private readonly DistributionOptions _options;
    private readonly DistributionMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private StateItem? _lastState;
    private string _epoch = "";
    private bool _completed;
    private GatewayException? _completion;
    private int _external;

    public EventDistributor(string sessionId, DistributionOptions options, DistributionMetrics metrics, TimeProvider time, ILogger logger)
    {
        _sessionId = sessionId;
        _options = options;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        Filters = new FilterPool(Items);
        _history = new EventHistory(options.HistoryEvents, options.HistoryBytes, options.HistorySeconds == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(options.HistorySeconds), time);
    }

    public ItemTable Items { get; } = new();

    /// <summary>What its readers hold back.</summary>
    public FilterPool Filters { get; }

    /// <summary>Subscriptions that are not the gateway's own.</summary>
    public int ExternalSubscriptions => Volatile.Read(ref _external);

    public string Epoch => Volatile.Read(ref _epoch);

    /// <summary>Called, outside the lock, once for each external subscription that is gone.</summary>
    public Action? ExternalSubscriptionEnded { get; set; }

    /// <summary>Called, outside the lock, when the fault policy says that a slow sole subscriber faults the session.</summary>
    public Action? SlowSoleSubscriber { get; set; }

    public ISubscriptionObserver? Observer { get; set; }

    public (long Oldest, long Latest) Range
    {
        get
        {
            lock (_gate)
            {
                return (_history.Oldest, _history.Latest);
            }
        }
    }

    internal long EvictedThrough
    {
        get
        {
            lock (_gate)
            {
                return _history.EvictedThrough;
            }
        }
    }

    /// <summary>The worker's numbering is known. Called before the first batch.</summary>
    public void Begin(string epoch) => Volatile.Write(ref _epoch, epoch);

    /// <summary>Takes a batch in and hands it to every live subscription. Costs one reference per subscription.</summary>
    /// <exception cref="Protocol.ProtocolException">The batch goes back in the numbering.</exception>
    public void Publish(Batch batch)
    {
        List<Subscription>? slow;
        lock (_gate)
        {
            if (batch.First <= _history.Latest)
            {
                throw new Protocol.ProtocolException("A batch repeats sequences that were received before.");
            }

            _history.Append(batch);
            _lastValues.Update(batch);
            slow = _readers.Publish(batch);
        }

        _metrics.Published(batch.Count);
        slow?.ForEach(OnSlow);
    }

    /// <summary>Tells every subscription that the session's state changed, after the events published so far.</summary>
    public void PublishState(StateItem state)
    {
        lock (_gate)
        {
            _lastState = state;
            foreach (var subscription in _readers.All)
            {
                subscription.Channel.Post(_history.Latest, state);
            }
        }
    }

    /// <summary>Ends every stream after the events published so far; without an error they complete. Later ones end the same way.</summary>
    public void Complete(GatewayException? error)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            _completed = true;
            _completion = error;
            foreach (var subscription in _readers.All)
            {
                subscription.Channel.End(_history.Latest, error);
            }
        }
    }

    /// <summary>Registers a reader and decides where it begins, in one step.</summary>
    /// <exception cref="GatewayException"><c>TooManySubscribers</c>.</exception>
    public Subscription Subscribe(SubscriptionSettings settings)
    {
        var subscription = new Subscription(settings, this, _time);
        if (!TryAdd(subscription))
        {
            subscription.Dispose();
            throw new GatewayException(
                GatewayErrorCode.TooManySubscribers, $"The session has its {_options.MaxSubscriptionsPerSession} subscribers; wait until one leaves.", 5_000);
        }

        _metrics.SubscriptionStarted();
        Observer?.Started(settings);
        return subscription;
    }

    /// <summary>Ends one stream after the events published so far, as <see cref="Complete"/> ends all.</summary>
    public void EndAtLatest(Subscription subscription)
    {
        lock (_gate)
        {
            subscription.Channel.End(_history.Latest, null);
        }
    }

    public IReadOnlyList<SubscriptionInfo> DescribeSubscriptions()
    {
        lock (_gate)
        {
            return [.. _readers.All.Where(s => !s.Settings.Internal).Select(s => s.Describe(_history.Latest))];
        }
    }

    /// <summary>Latest values among events that cannot be given any more. They are no news to readers, but part of a snapshot.</summary>
    public void Restore(EncodedRows rows)
    {
        lock (_gate)
        {
            _lastValues.Restore(rows);
        }
    }

    /// <summary>Items that are gone have no latest value.</summary>
    public void ForgetItems(IEnumerable<ItemKey> removed)
    {
        lock (_gate)
        {
            foreach (var key in removed)
            {
                _lastValues.Remove(key.ServerHandle, key.ItemHandle);
            }
        }
    }

    /// <summary>Regular upkeep: evicts what is too old and lets quiet streams say where they stand.</summary>
    public void Tick()
    {
        Subscription[] all;
        long evicted;
        lock (_gate)
        {
            _history.EvictExpired();
            evicted = _history.EvictedThrough;
            all = [.. _readers.All];
        }

        Filters.ForgetThrough(evicted);

        foreach (var subscription in all)
        {
            subscription.Tick();
        }
    }

    internal HistoryRead ReadHistory(Subscription subscription, long cursor, Queue<Batch> destination)
    {
        bool recovered;
        lock (_gate)
        {
            if (cursor < _history.EvictedThrough)
            {
                return HistoryRead.Lost;
            }

            _history.Read(cursor, CatchUpChunk, destination);
            var reached = destination.Count == 0 || destination.Last().Last == _history.Latest;
            if (!reached)
            {
                return HistoryRead.Behind;
            }

            recovered = subscription.IsSlow;
            _readers.TurnLive(subscription);
        }

        if (recovered)
        {
            EventDistributorLog.CaughtUp(_logger, _sessionId, subscription.Settings.SubscriptionId);
        }

        return HistoryRead.TurnedLive;
    }

    /// <summary>The latest values, of events up to a sequence.</summary>
    internal OutgoingSnapshot Snapshot(SharedFilter? filter, long upTo)
    {
        lock (_gate)
        {
            var asOf = Math.Min(upTo, _history.Latest);
            return new OutgoingSnapshot(asOf, _lastValues.Snapshot(filter, upTo: asOf));
        }
    }

    /// <summary>What is still known of the events after a sequence that history has evicted, and up to where it has.</summary>
    internal (long Through, EncodedRows? Rows) LatestSince(long cursor, long end, SharedFilter? filter)
    {
        lock (_gate)
        {
            var through = Math.Max(cursor, Math.Min(end, _history.EvictedThrough));
            return (through, _lastValues.Snapshot(filter, cursor, through));
        }
    }

    /// <summary>Whether history holds all after a sequence, and that is no more than some events.</summary>
    internal bool IsWithin(long cursor, int events)
    {
        lock (_gate)
        {
            return cursor >= _history.EvictedThrough && _history.Latest - cursor <= events;
        }
    }

    /// <summary>A reader that asked for it is conflated from here on, because history no longer holds what comes next.</summary>
    internal void OnDegraded(Subscription subscription)
    {
        _metrics.Degraded();
        EventDistributorLog.Degraded(_logger, _sessionId, subscription.Settings.SubscriptionId);
    }

    /// <summary>It gets every event again.</summary>
    internal void OnRecovered(Subscription subscription) =>
        EventDistributorLog.Recovered(_logger, _sessionId, subscription.Settings.SubscriptionId);

    /// <param name="reason">Why.</param>
    /// <param name="requestedAfter">The position before the gap.</param>
    /// <param name="through">The last sequence that is not given.</param>
    internal GapItem Gap(GapReason reason, long requestedAfter, long through)
    {
        _metrics.Gap(reason);
        return new GapItem
        {
            Reason = reason,
            RequestedAfter = requestedAfter,
            Oldest = through + 1,
            Latest = _history.Latest,
            Missed = reason is GapReason.Evicted or GapReason.WorkerOverflow ? through - requestedAfter : null,
        };
    }

    internal void CountDelivered(OutgoingEvents item) => _metrics.Delivered(item.Count);

    internal void CountConflated(ConflationCount count)
    {
        _metrics.Delivered(count.Delivered);
        _metrics.NotDelivered(count.Conflated, count.Dropped);
    }

    internal void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            if (!_readers.Remove(subscription))
            {
                return;
            }

            _external -= subscription.Settings.Internal ? 0 : 1;
        }

        _metrics.SubscriptionEnded();
        Observer?.Ended(subscription.Settings);
        if (!subscription.Settings.Internal)
        {
            ExternalSubscriptionEnded?.Invoke();
        }
    }

    private bool TryAdd(Subscription subscription)
    {
        var isInternal = subscription.Settings.Internal;
        lock (_gate)
        {
            if (!isInternal && _external >= _options.MaxSubscriptionsPerSession)
            {
                return false;
            }

            _readers.Add(subscription, Start(subscription));
            _external += isInternal ? 0 : 1;
            return true;
        }
    }

    // True when it begins live.
    private bool Start(Subscription subscription)
    {
        var request = subscription.Settings.Request;
        var start = StreamStart.Of(request, Epoch, _history);
        var opening = new List<StreamItem> { Started(subscription, start) };
        if (start.Gap is { } reason)
        {
            opening.Add(Gap(reason, request.ResumeAfter!.Value, start.Cursor));
        }

        if (start.Snapshot)
        {
            opening.Add(subscription.Selection.Anchor(new OutgoingSnapshot(_history.Latest, _lastValues.Snapshot(subscription.Selection.Filter))));
        }

        var live = start.Cursor >= _history.Latest && !_completed;
        subscription.Begin(start.Cursor, live ? SubscriptionPhase.Live : SubscriptionPhase.CatchingUp, opening);
        if (_completed)
        {
            subscription.Channel.End(_history.Latest, _completion);
        }

        return live;
    }

    private StartedItem Started(Subscription subscription, StreamStart start) => new()
    {
        SubscriptionId = subscription.Settings.SubscriptionId,
        Epoch = Epoch,
        Oldest = _history.Oldest,
        Latest = _history.Latest,
        ResumedAfter = start.Cursor,
        State = _lastState?.State ?? SessionState.Ready,
        Limits = subscription.Settings.Limits,
    };

    private void OnSlow(Subscription subscription)
    {
        _metrics.SlowEpisode();
        Observer?.Slow(subscription.Settings);
        EventDistributorLog.SlowConsumer(_logger, _sessionId, subscription.Settings.SubscriptionId, subscription.Settings.Limits.BufferEvents);
        if (_options.SlowConsumerPolicy == SlowConsumerPolicy.FaultSession && !subscription.Settings.Internal && !subscription.MayBeConflated && ExternalSubscriptions == 1)
        {
            SlowSoleSubscriber?.Invoke();
        }
        else if (EndsAtOnce(subscription))
        {
            subscription.Channel.Abort(SlowConsumerError.ChannelFull(subscription.Settings.Limits.BufferEvents));
        }
    }

    private bool EndsAtOnce(Subscription subscription) => !subscription.Settings.Internal
        && (subscription.EndsAtOnce || (_options.SlowConsumerPolicy == SlowConsumerPolicy.EndStream && !subscription.MayBeConflated));
}
