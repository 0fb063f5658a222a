using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>What a session's distributor keeps: history, last values, the latest state, and who reads them. Any thread.</summary>
/// <remarks>
/// One lock covers all of it, so "the history up to here" and "everything published from here on" always join without a hole.
/// </remarks>
internal sealed class EventLog(EventHistory history)
{
    /// <summary>Events a catching-up reader takes from the history at a time.</summary>
    private const int CatchUpChunk = 8_192;

    private readonly Lock _gate = new();
    private readonly LastValues _lastValues = new();
    private readonly LogReaders<Subscription, Batch> _readers = new();
    private StateItem? _lastState;
    private string _epoch = "";
    private bool _completed;
    private GatewayException? _completion;
    private int _external;

    public string Epoch => Volatile.Read(ref _epoch);

    /// <summary>Subscriptions that are not the gateway's own.</summary>
    public int ExternalSubscriptions => Volatile.Read(ref _external);

    public (long Oldest, long Latest) Range
    {
        get
        {
            lock (_gate)
            {
                return (history.Oldest, history.Latest);
            }
        }
    }

    public long EvictedThrough
    {
        get
        {
            lock (_gate)
            {
                return history.EvictedThrough;
            }
        }
    }

    /// <summary>The worker's numbering is known. Called before the first batch.</summary>
    public void Begin(string epoch) => Volatile.Write(ref _epoch, epoch);

    /// <summary>Keeps a batch and hands it to every live reader.</summary>
    /// <returns>The readers that were too slow and catch up from now on; null when none was.</returns>
    /// <exception cref="ProtocolException">The batch goes back in the numbering.</exception>
    public List<Subscription>? Publish(Batch batch)
    {
        lock (_gate)
        {
            if (batch.First <= history.Latest)
            {
                throw new ProtocolException("A batch repeats sequences that were received before.");
            }

            history.Append(batch);
            _lastValues.Update(batch);
            return _readers.Publish(batch);
        }
    }

    /// <inheritdoc cref="EventDistributor.PublishState"/>
    public void PublishState(StateItem state)
    {
        lock (_gate)
        {
            _lastState = state;
            foreach (var reader in _readers.All)
            {
                reader.Channel.Post(history.Latest, state);
            }
        }
    }

    /// <inheritdoc cref="EventDistributor.Complete"/>
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
            foreach (var reader in _readers.All)
            {
                reader.Channel.End(history.Latest, error);
            }
        }
    }

    /// <inheritdoc cref="EventDistributor.EndAtLatest"/>
    public void EndAtLatest(Subscription reader)
    {
        lock (_gate)
        {
            reader.Channel.End(history.Latest, null);
        }
    }

    /// <summary>Registers a reader and decides where it begins, in one step.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="most">How many external ones there may be.</param>
    /// <returns>False when there are that many.</returns>
    public bool TryAdd(Subscription reader, int most)
    {
        lock (_gate)
        {
            if (!reader.IsInternal && _external >= most)
            {
                return false;
            }

            _readers.Add(reader, Start(reader));
            _external += reader.IsInternal ? 0 : 1;
            return true;
        }
    }

    /// <summary>False when it was not there.</summary>
    public bool Remove(Subscription reader)
    {
        lock (_gate)
        {
            if (!_readers.Remove(reader))
            {
                return false;
            }

            _external -= reader.IsInternal ? 0 : 1;
            return true;
        }
    }

    /// <summary>The external readers.</summary>
    public IReadOnlyList<SubscriptionInfo> Describe()
    {
        lock (_gate)
        {
            return [.. _readers.All.Where(reader => !reader.IsInternal).Select(reader => reader.Describe(history.Latest))];
        }
    }

    /// <inheritdoc cref="EventDistributor.Restore"/>
    public void Restore(EncodedRows rows)
    {
        lock (_gate)
        {
            _lastValues.Restore(rows);
        }
    }

    /// <inheritdoc cref="EventDistributor.ForgetItems"/>
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

    /// <summary>Evicts what is too old.</summary>
    /// <returns>The last sequence that is evicted, and all readers.</returns>
    public (long EvictedThrough, Subscription[] Readers) EvictExpired()
    {
        lock (_gate)
        {
            history.EvictExpired();
            return (history.EvictedThrough, [.. _readers.All]);
        }
    }

    /// <summary>Reads what history holds after a cursor. At the head of the history the reader turns live in the same step.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="cursor">The sequence before the first that is wanted.</param>
    /// <param name="destination">Gets the batches.</param>
    /// <param name="wasSlow">Whether the reader turned live from an episode of slowness.</param>
    public HistoryRead Read(Subscription reader, long cursor, Queue<Batch> destination, out bool wasSlow)
    {
        wasSlow = false;
        lock (_gate)
        {
            if (cursor < history.EvictedThrough)
            {
                return HistoryRead.Lost;
            }

            history.Read(cursor, CatchUpChunk, destination);
            if (destination.Count > 0 && destination.Last().Last != history.Latest)
            {
                return HistoryRead.Behind;
            }

            wasSlow = reader.IsSlow;
            _readers.TurnLive(reader);
            return HistoryRead.TurnedLive;
        }
    }

    /// <summary>The latest values, of events up to a sequence.</summary>
    public OutgoingSnapshot Snapshot(SharedFilter? filter, long upTo)
    {
        lock (_gate)
        {
            return new OutgoingSnapshot(Math.Min(upTo, history.Latest), _lastValues.Snapshot(filter, upTo: upTo));
        }
    }

    /// <summary>What is still known of the events after a sequence that history has evicted, and up to where it has.</summary>
    public (long Through, EncodedRows? Rows) LatestSince(long cursor, long end, SharedFilter? filter)
    {
        lock (_gate)
        {
            var through = Math.Max(cursor, Math.Min(end, history.EvictedThrough));
            return (through, _lastValues.Snapshot(filter, cursor, through));
        }
    }

    /// <summary>Whether history holds all after a sequence, and that is no more than some events.</summary>
    public bool IsWithin(long cursor, int events)
    {
        lock (_gate)
        {
            return cursor >= history.EvictedThrough && history.Latest - cursor <= events;
        }
    }

    // True when it begins live.
    private bool Start(Subscription reader)
    {
        var start = StreamStart.Of(reader.Settings.Request, Epoch, history);
        var live = start.Cursor >= history.Latest && !_completed;
        reader.Begin(start, live ? SubscriptionPhase.Live : SubscriptionPhase.CatchingUp, Started(reader.Settings, start));
        if (_completed)
        {
            reader.Channel.End(history.Latest, _completion);
        }

        return live;
    }

    private StartedItem Started(SubscriptionSettings settings, StreamStart start) => new()
    {
        SubscriptionId = settings.SubscriptionId,
        Epoch = Epoch,
        Oldest = history.Oldest,
        Latest = history.Latest,
        ResumedAfter = start.Cursor,
        State = _lastState?.State ?? SessionState.Ready,
        Limits = settings.Limits,
    };
}
