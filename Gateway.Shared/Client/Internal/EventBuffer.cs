using System.Runtime.ExceptionServices;
using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>The bounded queue between one stream's pump and its reader. One writer, one reader, any threads.</summary>
internal sealed class EventBuffer
{
    private readonly Lock _gate = new();
    private readonly LinkedList<BufferedItem> _items = [];
    private readonly Signal _filled = new();
    private readonly Signal _drained = new();
    private readonly int _capacity;
    private readonly OverflowPolicy _onOverflow;
    private int _weight;
    private bool _completed;
    private Exception? _failure;

    public EventBuffer(EventStreamOptions options)
    {
        if (options.ClientBufferEvents < 1)
        {
            throw new ArgumentException($"{nameof(EventStreamOptions.ClientBufferEvents)} is at least 1.", nameof(options));
        }

        _capacity = options.ClientBufferEvents;
        _onOverflow = options.OnOverflow;
    }

    /// <summary>
    /// How many events the next item may have; 0 when nothing more may be added. Grows while the reader reads, so the writer
    /// may rely on it until it adds something.
    /// </summary>
    public int Room
    {
        get
        {
            lock (_gate)
            {
                var free = Math.Max(_capacity - _weight, 0);
                return _onOverflow == OverflowPolicy.Drop && (free > 0 || OldestEvents() is not null) ? int.MaxValue : free;
            }
        }
    }

    /// <summary>Adds an item for which there is room, dropping the oldest events when that is the policy.</summary>
    public void Add(StreamItem item, StreamPosition? position)
    {
        lock (_gate)
        {
            if (item is IdleItem && _items.Last is { Value.Item: IdleItem } last)
            {
                last.Value = last.Value with { Item = item, Position = position };
            }
            else
            {
                var weight = WeightOf(item);
                _items.AddLast(new BufferedItem(item, position, weight));
                _weight += weight;
                ShedExcess();
            }
        }

        _filled.Set();
    }

    /// <summary>No more items; the reader gets what is left, then the failure if there is one.</summary>
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
    public async ValueTask<BufferedItem?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var item))
            {
                return item;
            }

            await _filled.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes once half of the buffer is free, so that a paused stream is not resumed for a single event.</summary>
    public async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (!HalfIsFree())
        {
            await _drained.WaitAsync(cancellationToken);
        }
    }

    private static int WeightOf(StreamItem item) => item switch
    {
        EventsItem events => Math.Max(events.Events.Count, 1),
        SnapshotItem snapshot => Math.Max(snapshot.Events.Count, 1),
        _ => 1,
    };

    /// <summary>True with an item, or with null at the end; false when there is nothing to take yet.</summary>
    private bool TryTake(out BufferedItem? item)
    {
        lock (_gate)
        {
            item = _items.First?.Value;
            if (item is not null)
            {
                _items.RemoveFirst();
                _weight -= item.Weight;
                if (_weight <= _capacity / 2)
                {
                    _drained.Set();
                }

                return true;
            }

            if (_completed && _failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }

            return _completed;
        }
    }

    private bool HalfIsFree()
    {
        lock (_gate)
        {
            return _weight <= _capacity / 2;
        }
    }

    private void ShedExcess()
    {
        while (_onOverflow == OverflowPolicy.Drop && _weight > _capacity && OldestEvents() is { } node)
        {
            var events = (EventsItem)node.Value.Item;
            var keep = events.Events.Count - (_weight - _capacity);
            if (keep > 0 && node == _items.Last)
            {
                Shorten(node, events, keep);
            }
            else
            {
                // Whole items: cutting an old one again and again would copy it each time.
                NoteDropped(node, events.Events.Count, node.Value.Position);
                _weight -= node.Value.Weight;
                _items.Remove(node);
            }
        }
    }

    private void Shorten(LinkedListNode<BufferedItem> node, EventsItem events, int keep)
    {
        var tail = EventSpan.Tail(events, keep);
        var before = node.Value.Position is { } position ? position with { Sequence = tail.First - 1 } : (StreamPosition?)null;
        NoteDropped(node, events.Events.Count - keep, before);
        _weight -= node.Value.Weight - keep;
        node.Value = node.Value with { Item = tail, Weight = keep };
    }

    /// <summary>Puts the statement where the events were, joined to one that is there already.</summary>
    private void NoteDropped(LinkedListNode<BufferedItem> node, int count, StreamPosition? position)
    {
        if (node.Previous is { Value: { Weight: 0, Item: LaggedItem earlier } } note)
        {
            note.Value = new BufferedItem(earlier with { Dropped = earlier.Dropped + count }, position, 0);
        }
        else if (count > 0)
        {
            _items.AddBefore(node, new BufferedItem(new LaggedItem { Conflated = 0, Dropped = count }, position, 0));
        }
    }

    private LinkedListNode<BufferedItem>? OldestEvents()
    {
        var node = _items.First;
        while (node is not null && node.Value.Item is not EventsItem)
        {
            node = node.Next;
        }

        return node;
    }
}
