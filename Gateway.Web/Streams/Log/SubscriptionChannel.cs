using Gateway.Errors;
using Gateway.Threading;

namespace Gateway.Web.Streams.Log;

/// <summary>
/// What reaches the reader of a numbered log from outside: batches up to a bound, items out of turn, and how it ends. Writers
/// never wait; any thread. Taking is the one reader's business.
/// </summary>
/// <typeparam name="TBatch">What the log publishes.</typeparam>
/// <typeparam name="TItem">What the reader gives out.</typeparam>
/// <typeparam name="TVisible">What decides which parts of a batch the reader may see.</typeparam>
/// <param name="capacity">Events that may wait.</param>
/// <param name="woken">Called when there may be something to take, by a reader that does not wait for it here.</param>
internal sealed class SubscriptionChannel<TBatch, TItem, TVisible>(int capacity, Action? woken = null)
    where TBatch : class, INumberedBatch
    where TItem : class
    where TVisible : class
{
    private readonly Lock _gate = new();
    private readonly Queue<TBatch> _batches = new();
    private readonly Queue<(long After, TItem Item)> _control = new();
    private readonly AsyncSignal _signal = new();
    private readonly TaskCompletionSource _abort = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _events;
    private bool _idleDue;
    private bool _ended;
    private long _endAfter = long.MaxValue;
    private GatewayException? _endError;
    private TVisible? _granted;
    private volatile bool _visibleDue;
    private volatile bool _urgent;
    private volatile bool _aborted;

    /// <summary>Events that wait.</summary>
    public int QueuedEvents
    {
        get
        {
            lock (_gate)
            {
                return _events;
            }
        }
    }

    public bool IsAborted => _aborted;

    /// <summary>The last sequence the stream gives; the greatest number while it has no end.</summary>
    public long EndsAfter => Volatile.Read(ref _endAfter);

    /// <summary>Something waits that is not to wait for a flush.</summary>
    public bool IsUrgent => _urgent;

    /// <summary>Completes when the stream is aborted.</summary>
    public Task Aborted => _abort.Task;

    /// <summary>The pump's write. False when the channel is full. A batch larger than the channel is taken when nothing waits.</summary>
    public bool TryEnqueue(TBatch batch)
    {
        lock (_gate)
        {
            if (_events > 0 && _events + batch.Count > capacity)
            {
                return false;
            }

            _batches.Enqueue(batch);
            _events += batch.Count;
        }

        Wake();
        return true;
    }

    /// <summary>An item that comes after the events up to a sequence.</summary>
    public void Post(long after, TItem item)
    {
        lock (_gate)
        {
            _control.Enqueue((after, item));
            _urgent = true;
        }

        Wake();
    }

    /// <summary>The stream ends after the events up to a sequence; without an error it completes.</summary>
    public void End(long after, GatewayException? error)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = _urgent = true;
            Volatile.Write(ref _endAfter, after);
            _endError = error;
        }

        Wake();
    }

    /// <summary>Ends the stream with an error at once: what waits stays here.</summary>
    public void Abort(GatewayException error)
    {
        lock (_gate)
        {
            if (_aborted)
            {
                return;
            }

            _ended = _aborted = true;
            _endError = error;
        }

        _abort.TrySetResult();
        Wake();
    }

    /// <summary>What the reader may see changes from where it stands: its next event is judged by this, and an item says so.</summary>
    public void ChangeVisible(TVisible? visible)
    {
        lock (_gate)
        {
            _granted = visible;
            _visibleDue = true;
        }

        Wake();
    }

    /// <summary>Nothing was sent for an interval: the reader is to say where it stands.</summary>
    public void RequestIdle()
    {
        lock (_gate)
        {
            _idleDue = true;
        }

        Wake();
    }

    public void Wake()
    {
        _signal.Set();
        woken?.Invoke();
    }

    public ValueTask WaitAsync() => _signal.WaitAsync();

    public void TakeBatches(Queue<TBatch> destination)
    {
        lock (_gate)
        {
            while (_batches.TryDequeue(out var batch))
            {
                destination.Enqueue(batch);
            }

            _events = 0;
        }
    }

    /// <summary>The next item out of turn whose place is reached.</summary>
    public TItem? TakeControl(long cursor)
    {
        lock (_gate)
        {
            if (!_control.TryPeek(out var next) || cursor < next.After)
            {
                return null;
            }

            _control.Dequeue();
            _urgent = _ended || _control.Count > 0;
            return next.Item;
        }
    }

    public bool TakeIdleRequest()
    {
        lock (_gate)
        {
            var due = _idleDue;
            _idleDue = false;
            return due;
        }
    }

    /// <summary>False, and nothing assigned, when what may be seen has not changed.</summary>
    public bool TryTakeVisible(ref TVisible? visible)
    {
        if (!_visibleDue)
        {
            return false;
        }

        lock (_gate)
        {
            _visibleDue = false;
            visible = _granted;
        }

        return true;
    }

    /// <summary>Whether a reader at the cursor has had everything and the stream is over.</summary>
    /// <exception cref="GatewayException">It is over, with an error.</exception>
    public bool HasEnded(long cursor)
    {
        lock (_gate)
        {
            if (!_aborted && (!_ended || cursor < _endAfter || _control.Count > 0))
            {
                return false;
            }
        }

        return _endError is null ? true : throw new GatewayException(_endError.Code, _endError.Message, _endError.RetryAfterMs);
    }
}
