using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>A session's buffer: counts events, and drops the oldest when that is the policy.</summary>
internal sealed class EventBuffer : StreamBuffer<BufferedItem>
{
    private readonly int _capacity;
    private readonly OverflowPolicy _onOverflow;

    public EventBuffer(EventStreamOptions options)
        : base(options.ClientBufferEvents, item => item.Weight)
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
            lock (Gate)
            {
                var free = Math.Max(_capacity - Held, 0);
                return _onOverflow == OverflowPolicy.Drop && (free > 0 || OldestEvents() is not null) ? int.MaxValue : free;
            }
        }
    }

    /// <summary>What an item takes of a buffer: its events; every other item counts as one.</summary>
    public static int WeightOf(StreamItem item) => item switch
    {
        EventsItem events => Math.Max(events.Events.Count, 1),
        SnapshotItem snapshot => Math.Max(snapshot.Events.Count, 1),
        _ => 1,
    };

    /// <summary>Adds an item for which there is room.</summary>
    public void Add(StreamItem item, StreamPosition? position) => Add(new BufferedItem(item, position, WeightOf(item)));

    protected override void Put(BufferedItem entry)
    {
        if (entry.Item is IdleItem && Entries.Last is { Value.Item: IdleItem } last)
        {
            last.Value = entry;
            return;
        }

        base.Put(entry);
        ShedExcess();
    }

    private void ShedExcess()
    {
        while (_onOverflow == OverflowPolicy.Drop && Held > _capacity && OldestEvents() is { } node)
        {
            var events = (EventsItem)node.Value.Item;
            var keep = events.Events.Count - (Held - _capacity);
            if (keep > 0 && node == Entries.Last)
            {
                Shorten(node, events, keep);
            }
            else
            {
                // Drops whole items, because cutting an old item repeatedly would copy it each time.
                NoteDropped(node, events.Events.Count, node.Value.Position);
                Held -= node.Value.Weight;
                Entries.Remove(node);
            }
        }
    }

    private void Shorten(LinkedListNode<BufferedItem> node, EventsItem events, int keep)
    {
        var tail = EventSpan.Tail(events, keep);
        var before = node.Value.Position is { } position ? position with { Sequence = tail.First - 1 } : (StreamPosition?)null;
        NoteDropped(node, events.Events.Count - keep, before);
        Held -= node.Value.Weight - keep;
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
            Entries.AddBefore(node, new BufferedItem(new LaggedItem { Conflated = 0, Dropped = count }, position, 0));
        }
    }

    private LinkedListNode<BufferedItem>? OldestEvents()
    {
        var node = Entries.First;
        while (node is not null && node.Value.Item is not EventsItem)
        {
            node = node.Next;
        }

        return node;
    }
}
