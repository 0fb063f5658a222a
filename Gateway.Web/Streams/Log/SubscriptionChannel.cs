using Gateway.Errors;
using Gateway.Threading;

namespace Gateway.Web.Streams.Log;

/// <summary>
/// The way from a numbered log to one reader: a bounded number of batches, items that do not come from the log, and the end of the
/// stream. Writers may be on any thread and never wait. Only the reader takes.
/// </summary>
/// <typeparam name="TBatch">The type of batch that the log publishes.</typeparam>
/// <typeparam name="TItem">The type of item that the reader yields.</typeparam>
/// <typeparam name="TVisible">The type that describes which parts of a batch the reader may see.</typeparam>
/// <param name="capacity">Largest number of waiting events.</param>
/// <param name="woken">Called when there may be something to take, for a reader that does not wait on this channel.</param>
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

    /// <summary>Number of waiting events.</summary>
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

    /// <summary>The code with which the stream is aborted; null while it is not.</summary>
    public GatewayErrorCode? AbortCode => _aborted ? _endError?.Code : null;

    /// <summary>The last sequence of the stream; <see cref="long.MaxValue"/> while it has no end.</summary>
    public long EndsAfter => Volatile.Read(ref _endAfter);

    /// <summary>Whether something waits that must not be delayed until the next flush.</summary>
    public bool IsUrgent => _urgent;

    /// <summary>Completes when the stream is aborted.</summary>
    public Task Aborted => _abort.Task;

    /// <summary>
    /// Called by the pump to write a batch. False when the channel is full. A batch that is larger than the channel is accepted when
    /// nothing else waits.
    /// </summary>
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

    /// <summary>Adds an item that is delivered after the events up to a sequence.</summary>
    public void Post(long after, TItem item)
    {
        lock (_gate)
        {
            _control.Enqueue((after, item));
            _urgent = true;
        }

        Wake();
    }

    /// <summary>Ends the stream after the events up to a sequence: with the error, or by completion if there is none.</summary>
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

    /// <summary>Ends the stream with an error at once; what still waits is not delivered.</summary>
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

    /// <summary>
    /// Changes what the reader may see, from its position on: the change applies to its next event, and an item announces it.
    /// </summary>
    public void ChangeVisible(TVisible? visible)
    {
        lock (_gate)
        {
            _granted = visible;
            _visibleDue = true;
        }

        Wake();
    }

    /// <summary>Asks the reader to report its position, because nothing was sent for an interval.</summary>
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

    /// <summary>The next item that is due at the cursor and does not come from the log.</summary>
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

    /// <summary>False, with nothing assigned, when what the reader may see has not changed.</summary>
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

    /// <summary>Whether the stream is over and a reader at the cursor has had everything.</summary>
    /// <exception cref="GatewayException">The stream ended with an error.</exception>
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
