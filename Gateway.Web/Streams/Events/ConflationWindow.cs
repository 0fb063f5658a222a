using System.Runtime.InteropServices;
using Gateway.Contracts;
using Gateway.Events;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Conflates a span of events: only the latest OnDataChange of each item remains, and events of other families remain as they are.
/// Holds the events of one reader between two cuts; used by one thread.
/// </summary>
/// <remarks>
/// Events are merged by handle. An item that was removed has no latest value, so the item that reused its handle may replace it.
/// </remarks>
internal sealed class ConflationWindow
{
    private readonly Dictionary<(int Server, int Item), int> _latest = [];
    private readonly List<Kept> _kept = [];
    private readonly List<LostSpan> _lost = [];
    private long _passed;
    private long _dropped;

    public bool IsEmpty => _kept.Count == 0 && _dropped == 0;

    /// <summary>Adds the next events that the reader is to get.</summary>
    public void Add(RowSlice events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            Add(events.Rows, events.Start + i);
        }
    }

    private void Add(EncodedRows rows, int index)
    {
        ref readonly var header = ref rows.Headers[index];
        var kept = new Kept(rows, index, _passed++);
        if (header.Family != EventFamily.OnDataChange)
        {
            _kept.Add(kept);
            return;
        }

        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_latest, (header.ServerHandle, header.ItemHandle), out var known);
        if (known)
        {
            _kept[place] = kept;
        }
        else
        {
            place = _kept.Count;
            _kept.Add(kept);
        }
    }

    /// <summary>Notes that events are lost. The latest values among them that are still known are added next.</summary>
    public void Drop(LostSpan lost)
    {
        _lost.Add(lost);
        _dropped += lost.DroppedThrough(lost.Through);
    }

    /// <summary>
    /// Puts the remaining events into items, in order, and begins a new window. The spans of the items join without a hole; each item
    /// in whose span events were merged or dropped follows a <c>lagged</c> item that counts them.
    /// </summary>
    /// <param name="first">The first sequence of the span.</param>
    /// <param name="last">The last sequence of the span.</param>
    /// <param name="maxBatch">Largest number of events in one item.</param>
    /// <param name="emit">Called for each item.</param>
    public ConflationCount Cut(long first, long last, int maxBatch, Action<StreamItem> emit)
    {
        _kept.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        // If most events were merged away, the remaining ones are copied, so that a slow reader does not keep the whole batches in
        // memory.
        var rows = _kept.Count == 0 || (_passed == _kept.Count && _kept.Count <= maxBatch) ? null : Copy();
        var (told, droppedTold) = (0L, 0L);
        var count = new ConflationCount(_kept.Count, _passed - _kept.Count, _dropped);
        for (var start = 0; start == 0 || start < _kept.Count; start += maxBatch)
        {
            var length = Math.Min(maxBatch, _kept.Count - start);
            var isLast = start + length == _kept.Count;
            // Events that passed before the next item's first event, and are not kept, were merged into a later one.
            var passed = isLast ? _passed : _kept[start + length].Ordinal;
            var upTo = isLast ? last : _kept[start + length].Sequence - 1;
            var merged = passed - told - length;
            // The counts belong to a span, so a client that resumes after this item counts no event twice.
            var dropped = (isLast ? _dropped : DroppedThrough(upTo)) - droppedTold;
            if (merged > 0 || dropped > 0)
            {
                emit(new LaggedItem { Conflated = merged, Dropped = dropped });
            }

            emit(new OutgoingEvents(first, upTo, rows is null ? SlicesOf() : [new RowSlice(rows, start, length)]));
            (told, first, droppedTold) = (passed, upTo + 1, droppedTold + dropped);
        }

        _latest.Clear();
        _kept.Clear();
        _lost.Clear();
        (_passed, _dropped) = (0, 0);
        return count;
    }

    private long DroppedThrough(long sequence)
    {
        var dropped = 0L;
        foreach (var lost in _lost)
        {
            dropped += lost.DroppedThrough(sequence);
        }

        return dropped;
    }

    private EncodedRows Copy() => EncodedRows.Join(_kept.Select(kept => (kept.Rows, kept.Index)).ToArray());

    private RowSlice[] SlicesOf()
    {
        var slices = new List<RowSlice>();
        foreach (var kept in _kept)
        {
            RowSlice.Append(slices, kept.Rows, kept.Index);
        }

        return [.. slices];
    }

    /// <param name="Rows">The rows that hold the event.</param>
    /// <param name="Index">Index of the event in the rows.</param>
    /// <param name="Ordinal">Number of events of the window that passed before this one.</param>
    private readonly record struct Kept(EncodedRows Rows, int Index, long Ordinal)
    {
        public long Sequence => Rows.Headers[Index].Sequence;
    }
}
