using System.Runtime.ExceptionServices;
using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>The queue between the pump of a stream over many sessions and its reader. One writer, one reader, any threads.</summary>
/// <param name="capacity">Events that may wait before the stream is paused; every other item counts as one.</param>
internal sealed class SessionsBuffer(int capacity)
{
    /// <summary>What may be left of a full buffer that counts as drained, as a divisor.</summary>
    private const int DrainedPart = 4;

    private readonly Lock _gate = new();
    private readonly Queue<SessionsItem> _items = new();
    private readonly Signal _filled = new();
    private readonly Signal _drained = new();
    private int _weight;
    private bool _completed;
    private Exception? _failure;

    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _weight >= capacity;
            }
        }
    }

    /// <summary>Adds an item; the last one may go beyond the capacity.</summary>
    public void Add(SessionsItem item)
    {
        lock (_gate)
        {
            _items.Enqueue(item);
            _weight += WeightOf(item);
        }

        _filled.Set();
    }

    /// <summary>No more items; the reader gets what is left, then the failure.</summary>
    public void Complete(Exception? failure)
    {
        lock (_gate)
        {
            _completed = true;
            _failure = failure;
        }

        _filled.Set();
    }

    /// <summary>The next item; null at the end.</summary>
    public async ValueTask<SessionsItem?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_gate)
            {
                if (_items.TryDequeue(out var item))
                {
                    _weight -= WeightOf(item);
                    if (IsDrained)
                    {
                        _drained.Set();
                    }

                    return item;
                }

                if (_completed)
                {
                    if (_failure is not null)
                    {
                        ExceptionDispatchInfo.Throw(_failure);
                    }

                    return null;
                }
            }

            await _filled.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes once three quarters of the buffer are free.</summary>
    public async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (IsDrained)
                {
                    return;
                }
            }

            await _drained.WaitAsync(cancellationToken);
        }
    }

    private bool IsDrained => _weight <= capacity / DrainedPart;

    private static int WeightOf(SessionsItem item) => item is SessionStreamItem { Item: var part }
        ? part switch
        {
            EventsItem events => Math.Max(events.Events.Count, 1),
            SnapshotItem snapshot => Math.Max(snapshot.Events.Count, 1),
            _ => 1,
        }
        : 1;
}
