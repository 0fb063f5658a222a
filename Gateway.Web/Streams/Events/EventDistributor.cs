using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Hop 3: the single place of a session where batches are received, kept and handed to every subscription. The read loop of the worker
/// connection publishes and never waits for a reader. The worker's order is kept, and no event is changed or invented.
/// </summary>
internal sealed class EventDistributor
{
    private readonly EventLog _log;
    private readonly DistributionOptions _options;
    private readonly DistributionReport _report;
    private readonly TimeProvider _time;

    public EventDistributor(string sessionId, DistributionOptions options, DistributionMetrics metrics, TimeProvider time, ILogger logger)
    {
        _options = options;
        _report = new DistributionReport(sessionId, metrics, logger);
        _time = time;
        Filters = new FilterPool(Items);
        var age = options.HistorySeconds == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(options.HistorySeconds);
        _log = new EventLog(new EventHistory(options.HistoryEvents, options.HistoryBytes, age, time), Items);
    }

    public ItemTable Items { get; } = new();

    /// <summary>The filters of the session's readers.</summary>
    public FilterPool Filters { get; }

    /// <summary>Subscriptions that are neither the gateway's own nor observers.</summary>
    public int ExternalSubscriptions => _log.ExternalSubscriptions;

    public string Epoch => _log.Epoch;

    /// <summary>Called outside the lock, once for each external subscription that has ended.</summary>
    public Action? ExternalSubscriptionEnded { get; set; }

    /// <summary>Called outside the lock when a slow sole subscriber faults the session under the fault policy.</summary>
    public Action? SlowSoleSubscriber { get; set; }

    public ISubscriptionObserver? Observer { get; set; }

    /// <summary>
    /// Whether the events are copied from elsewhere, so that a client may have a position that has not come here yet. It then gets what
    /// follows its position when that comes, and no gap. Set before the first subscription.
    /// </summary>
    public bool MayLag
    {
        get => _log.MayLag;
        set => _log.MayLag = value;
    }

    public (long Oldest, long Latest) Range => _log.Range;

    /// <summary>Number of the latest events that history keeps at most.</summary>
    internal int KeptEvents => _options.HistoryEvents;

    /// <summary>The last sequence that was evicted from history.</summary>
    internal long EvictedThrough => _log.EvictedThrough;

    /// <summary>Number of items that the filter of any resting reader rules out.</summary>
    internal int RuledOutItems => _log.RuledOutItems;

    /// <summary>The worker's numbering is known. Called before the first batch.</summary>
    public void Begin(string epoch) => _log.Begin(epoch);

    /// <summary>
    /// Forgets everything and begins after a sequence of a numbering: events up to it count as evicted. Used where the events come from a
    /// log, whose beginning may be gone. Streams that run end at once with the error.
    /// </summary>
    public void Restart(string epoch, long after, GatewayException error) => _log.Restart(epoch, after, error);

    /// <summary>Keeps a batch and hands it to every live subscription. Each subscription gets a reference, not a copy.</summary>
    /// <exception cref="Protocol.ProtocolException">The batch repeats sequences that were received before.</exception>
    public void Publish(Batch batch)
    {
        var slow = _log.Publish(batch);
        _report.Published(batch.Count);
        slow?.ForEach(OnSlow);
    }

    /// <summary>Tells every subscription that the session's state changed, after the events published so far.</summary>
    public void PublishState(StateItem state) => _log.PublishState(state);

    /// <summary>
    /// Ends every stream after the events published so far: with the error, or by completion if there is none. Streams that begin later
    /// end the same way.
    /// </summary>
    public void Complete(GatewayException? error) => _log.Complete(error);

    /// <summary>
    /// Registers a reader and decides where it begins, in one step. An observer has a limit of its own, appears in no list, and nothing that
    /// becomes of it is told to the observer of the distributor.
    /// </summary>
    /// <exception cref="GatewayException"><c>TooManySubscribers</c>.</exception>
    public Subscription Subscribe(SubscriptionSettings settings)
    {
        var subscription = new Subscription(settings, isInternal: false, this, _time);
        var (most, what) = subscription.IsExternal ? (_options.MaxSubscriptionsPerSession, "subscribers") : (_options.MaxObserversPerSession, "observers");
        if (!_log.TryAdd(subscription, most))
        {
            subscription.Dispose();
            settings.Ring.End(SubscriptionEnd.Of(GatewayErrorCode.TooManySubscribers));
            throw new GatewayException(GatewayErrorCode.TooManySubscribers, $"The session already has {most} {what}, which is the limit; wait until one leaves.", 5_000);
        }

        if (subscription.IsExternal)
        {
            _report.Started();
            Observer?.Started(settings);
        }

        return subscription;
    }

    /// <summary>
    /// Registers a service of the gateway itself as a reader of everything. It reads like any other reader, but counts against no cap,
    /// appears in no list, and nothing that becomes of it ends a stream, faults the session or is told to the observer. When it is slow
    /// it catches up from the history.
    /// </summary>
    /// <param name="service">Name of the reading service, for the log.</param>
    /// <param name="request">Where the stream begins, and what it contains.</param>
    /// <param name="woken">As <see cref="SubscriptionSettings.Woken"/>.</param>
    public Subscription SubscribeInternal(string service, StreamRequest request, Action? woken = null)
    {
        var settings = new SubscriptionSettings
        {
            SubscriptionId = Guid.NewGuid().ToString("N"),
            Subject = service,
            Request = request,
            Limits = StreamRequestValidator.Grant(request, _options, tokenExpiresAt: null),
            Woken = woken,
        };
        var subscription = new Subscription(settings, isInternal: true, this, _time);
        _log.TryAdd(subscription, _options.MaxSubscriptionsPerSession);
        return subscription;
    }

    /// <summary>Ends one stream after the events published so far, as <see cref="Complete"/> ends all.</summary>
    public void EndAtLatest(Subscription subscription) => _log.EndAtLatest(subscription);

    /// <summary>The figures of this moment, for who looks at the gateway.</summary>
    public DistributorSample Sample() => _log.Sample();

    /// <summary>For how long the first event after a sequence has waited; zero when there is none.</summary>
    public TimeSpan WaitedAfter(long sequence) => _log.ReceivedAfter(sequence) is { } received ? _time.GetElapsedTime(received) : TimeSpan.Zero;

    /// <summary>The external subscriptions.</summary>
    public IReadOnlyList<SubscriptionInfo> DescribeSubscriptions() => _log.Describe();

    /// <summary>
    /// Adds the latest values of events that are no longer available. Readers get them as part of a snapshot only, not as new events.
    /// </summary>
    public void Restore(EncodedRows rows) => _log.Restore(rows);

    /// <summary>Applies what the worker reports of its items. The latest values of removed items are removed too.</summary>
    public void Apply(StateFrame state) => _log.Apply(state);

    /// <summary>
    /// Removes the latest values of removed items. Needed where an item was reported as removed before its last events were published.
    /// </summary>
    public void ForgetRemoved() => _log.ForgetRemoved();

    /// <summary>Regular upkeep: evicts events that are too old, and lets streams without traffic report their position.</summary>
    public void Tick()
    {
        var (evictedThrough, subscriptions) = _log.EvictExpired();
        Filters.ForgetThrough(evictedThrough);
        foreach (var subscription in subscriptions)
        {
            subscription.Tick();
        }
    }

    /// <summary>The source from which a subscription's reader reads.</summary>
    internal SubscriptionSource SourceOf(Subscription subscription) => new(subscription, _log, Filters, _report);

    /// <summary>
    /// Hands every batch to a subscription again whose settings change, so that the change applies to the events from now on and not only
    /// from the next turn of its reader on.
    /// </summary>
    internal void Rouse(Subscription subscription) => _log.Rouse(subscription);

    /// <summary>Removes a subscription whose reader has left. Safe to call more than once.</summary>
    internal void Remove(Subscription subscription)
    {
        if (!_log.Remove(subscription))
        {
            return;
        }

        subscription.Settings.Ring.End(subscription.End);
        if (!subscription.IsExternal)
        {
            return;
        }

        _report.Ended(subscription.End);
        Observer?.Ended(subscription.Settings, subscription.End);
        ExternalSubscriptionEnded?.Invoke();
    }

    private void OnSlow(Subscription subscription)
    {
        var settings = subscription.Settings;
        settings.Ring.Note(new Occurrence(OccurrenceKind.Slow) { A = settings.Limits.BufferEvents });
        _report.Slow(subscription);
        if (!subscription.IsExternal)
        {
            return;
        }

        Observer?.Slow(settings);
        if (_options.SlowConsumerPolicy == SlowConsumerPolicy.FaultSession && !subscription.MayBeConflated && ExternalSubscriptions == 1)
        {
            SlowSoleSubscriber?.Invoke();
        }
        else if (subscription.EndsAtOnce || (_options.SlowConsumerPolicy == SlowConsumerPolicy.EndStream && !subscription.MayBeConflated))
        {
            subscription.Channel.Abort(SlowConsumerError.ChannelFull(settings.Limits.BufferEvents));
        }
    }
}
