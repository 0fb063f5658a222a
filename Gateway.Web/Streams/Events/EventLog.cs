using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The data of a session's distributor: history, last values, the latest state and the readers. May be used on any thread.
/// </summary>
/// <remarks>
/// One lock guards all of it. So nothing is lost or repeated between what a reader takes from the history and what it is fed
/// afterwards.
/// </remarks>
internal sealed class EventLog
{
    /// <summary>Largest number of events that a reader takes from the history at a time while it catches up.</summary>
    private const int CatchUpChunk = 8_192;

    private readonly Lock _gate = new();
    private readonly LastValues _lastValues = new();
    private readonly LogReaders<Subscription, Batch> _readers = new();
    private readonly EventHistory _history;
    private readonly ItemTable _items;
    private readonly RestingReaders _resting;
    private StateItem? _lastState;
    private string _epoch = "";
    private bool _completed;
    private GatewayException? _completion;
    private int _external;
    private int _observers;

    public EventLog(EventHistory history, ItemTable items)
    {
        _history = history;
        _items = items;
        _resting = new RestingReaders(_readers, items);
    }

    public string Epoch => Volatile.Read(ref _epoch);

    /// <summary>Number of subscriptions by clients, which does not include the gateway's own and observers.</summary>
    public int ExternalSubscriptions => Volatile.Read(ref _external);

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

    public long EvictedThrough
    {
        get
        {
            lock (_gate)
            {
                return _history.EvictedThrough;
            }
        }
    }

    /// <inheritdoc cref="EventDistributor.RuledOutItems"/>
    public int RuledOutItems
    {
        get
        {
            lock (_gate)
            {
                return _resting.Items;
            }
        }
    }

    /// <inheritdoc cref="EventDistributor.MayLag"/>
    public bool MayLag { get; set; }

    /// <summary>Sets the first sequence once the worker's numbering is known. Called before the first batch.</summary>
    public void Begin(string epoch) => Volatile.Write(ref _epoch, epoch);

    /// <inheritdoc cref="EventDistributor.Restart"/>
    public void Restart(string epoch, long after, GatewayException error)
    {
        lock (_gate)
        {
            foreach (var reader in _readers.All)
            {
                reader.Channel.Abort(error);
            }

            _resting.Clear(_history.Latest);
            _history.Restart(after);
            _lastValues.Clear();
            (_lastState, _completed, _completion) = (null, false, null);
            Begin(epoch);
        }

        _items.Clear();
    }

    /// <summary>Adds a batch to the history and hands it to every live reader.</summary>
    /// <returns>The readers that were too slow and now catch up from the history; null when there are none.</returns>
    /// <exception cref="ProtocolException">The batch repeats sequences that were received before.</exception>
    public List<Subscription>? Publish(Batch batch)
    {
        lock (_gate)
        {
            if (batch.First <= _history.Latest)
            {
                throw new ProtocolException("A batch repeats sequences that were received before.");
            }

            _resting.RouseFor(batch, _history.Latest);
            _history.Append(batch);
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
                reader.Channel.Post(_history.Latest, state);
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
                reader.Channel.End(_history.Latest, error);
            }
        }
    }

    /// <inheritdoc cref="EventDistributor.EndAtLatest"/>
    public void EndAtLatest(Subscription reader)
    {
        lock (_gate)
        {
            reader.Channel.End(_history.Latest, null);
        }
    }

    /// <summary>Registers a reader and decides where it begins, under one lock.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="most">The largest allowed number of readers of its kind.</param>
    /// <returns>False when that number is already reached.</returns>
    public bool TryAdd(Subscription reader, int most)
    {
        lock (_gate)
        {
            if (!reader.IsInternal && (reader.IsExternal ? _external : _observers) >= most)
            {
                return false;
            }

            _readers.Add(reader, Start(reader));
            Count(reader, 1);
            return true;
        }
    }

    /// <summary>Removes a reader; false when it was not registered.</summary>
    public bool Remove(Subscription reader)
    {
        lock (_gate)
        {
            _resting.Rouse(reader, _history.Latest);
            if (!_readers.Remove(reader))
            {
                return false;
            }

            Count(reader, -1);
            return true;
        }
    }

    /// <summary>The external readers.</summary>
    public IReadOnlyList<SubscriptionInfo> Describe()
    {
        lock (_gate)
        {
            return [.. _readers.All.Where(reader => reader.IsExternal).Select(reader => reader.Describe(_history.Latest))];
        }
    }

    /// <summary>The figures of this moment. The lock is held only to copy them.</summary>
    public DistributorSample Sample()
    {
        lock (_gate)
        {
            return new DistributorSample(_history.Latest, _history.Events, _history.Bytes, [.. _readers.All.Where(reader => !reader.IsInternal)]);
        }
    }

    /// <summary>When the first event after a sequence was received, as a time stamp of the clock; null when history has none.</summary>
    public long? ReceivedAfter(long sequence)
    {
        lock (_gate)
        {
            return _history.ReceivedAfter(sequence);
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

    /// <inheritdoc cref="EventDistributor.Apply"/>
    public void Apply(StateFrame state)
    {
        var removed = _items.Apply(state);
        lock (_gate)
        {
            foreach (var key in removed)
            {
                _lastValues.Remove(key.ServerHandle, key.ItemHandle);
                _resting.Forget((key.ServerHandle, key.ItemHandle));
            }

            foreach (var item in state.Former.Concat(state.Items))
            {
                _resting.Forget((item.ServerHandle, item.ItemHandle));
            }
        }
    }

    /// <inheritdoc cref="EventDistributor.ForgetRemoved"/>
    public void ForgetRemoved()
    {
        lock (_gate)
        {
            _lastValues.RemoveWhere(_items.IsRemoved);
        }
    }

    /// <summary>Evicts events that are too old.</summary>
    /// <returns>The last evicted sequence, and all readers.</returns>
    public (long EvictedThrough, Subscription[] Readers) EvictExpired()
    {
        lock (_gate)
        {
            _history.EvictExpired();
            return (_history.EvictedThrough, [.. _readers.All]);
        }
    }

    /// <summary>
    /// Reads the events that history holds after a cursor. If that reaches the head of the history, the reader becomes live under the
    /// same lock.
    /// </summary>
    /// <param name="reader">The reader.</param>
    /// <param name="cursor">The sequence before the first one to read.</param>
    /// <param name="destination">Gets the batches.</param>
    /// <param name="wasSlow">Whether the reader was slow until now and has caught up.</param>
    public HistoryRead Read(Subscription reader, long cursor, Queue<Batch> destination, out bool wasSlow)
    {
        wasSlow = false;
        lock (_gate)
        {
            if (cursor < _history.EvictedThrough)
            {
                return HistoryRead.Lost;
            }

            _history.Read(cursor, CatchUpChunk, destination);
            if (destination.Count > 0 && destination.Last().Last != _history.Latest)
            {
                return HistoryRead.Behind;
            }

            wasSlow = reader.IsSlow;
            _readers.TurnLive(reader);
            return HistoryRead.TurnedLive;
        }
    }

    /// <summary>
    /// Lets a reader rest that has read everything: it is handed nothing until a batch may hold something for it.
    /// </summary>
    /// <param name="reader">The reader.</param>
    /// <param name="cursor">The reader's cursor.</param>
    /// <param name="filter">The reader's filter.</param>
    /// <param name="fruitless">The last batch, of which nothing passed the filter.</param>
    /// <returns>False when the reader does not rest, because something may be waiting for it.</returns>
    public bool TryRest(Subscription reader, long cursor, SharedFilter filter, EncodedRows fruitless)
    {
        // Judged outside the lock. What was judged is forgotten if the item table has changed meanwhile.
        var version = _items.Version;
        if (!filter.RulesOut(fruitless))
        {
            return false;
        }

        lock (_gate)
        {
            if (cursor != _history.Latest || version != _items.Version || !_readers.SetAside(reader))
            {
                return false;
            }

            _resting.Add(reader, filter, fruitless);
            return true;
        }
    }

    /// <summary>Ends a reader's rest, if it still rests, and returns the sequence up to which no event concerned it.</summary>
    public long Rouse(Subscription reader)
    {
        lock (_gate)
        {
            _resting.Rouse(reader, _history.Latest);
            return reader.RestedThrough;
        }
    }

    /// <summary>The latest values, from events up to a sequence.</summary>
    public OutgoingSnapshot Snapshot(SharedFilter? filter, long upTo)
    {
        lock (_gate)
        {
            return new OutgoingSnapshot(Math.Min(upTo, _history.Latest), _lastValues.Snapshot(filter, upTo: upTo));
        }
    }

    /// <summary>The latest values among the evicted events after a sequence, and the last evicted sequence.</summary>
    public (long Through, EncodedRows? Rows) LatestSince(long cursor, long end, SharedFilter? filter)
    {
        lock (_gate)
        {
            var through = Math.Max(cursor, Math.Min(end, _history.EvictedThrough));
            return (through, _lastValues.Snapshot(filter, cursor, through));
        }
    }

    /// <summary>Whether history holds every event after a sequence, and there are at most the given number of them.</summary>
    public bool IsWithin(long cursor, int events)
    {
        lock (_gate)
        {
            return cursor >= _history.EvictedThrough && _history.Latest - cursor <= events;
        }
    }

    private void Count(Subscription reader, int change)
    {
        if (reader.IsExternal)
        {
            _external += change;
        }
        else if (!reader.IsInternal)
        {
            _observers += change;
        }
    }

    // True when the reader begins as a live one.
    private bool Start(Subscription reader)
    {
        var start = StreamStart.Of(reader.Settings.Request, Epoch, _history, MayLag);
        var live = start.Cursor >= _history.Latest && !_completed;
        reader.Begin(start, live ? SubscriptionPhase.Live : SubscriptionPhase.CatchingUp, Started(reader.Settings, start));
        if (_completed)
        {
            reader.Channel.End(_history.Latest, _completion);
        }

        return live;
    }

    private StartedItem Started(SubscriptionSettings settings, StreamStart start) => new()
    {
        SubscriptionId = settings.SubscriptionId,
        Epoch = Epoch,
        Oldest = _history.Oldest,
        Latest = _history.Latest,
        ResumedAfter = start.Cursor,
        State = _lastState?.State ?? SessionState.Ready,
        StaleSince = _lastState?.StaleSince,
        Limits = settings.Limits,
    };
}
