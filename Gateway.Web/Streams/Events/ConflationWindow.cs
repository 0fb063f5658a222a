using System.Runtime.InteropServices;
using Gateway.Contracts;
using Gateway.Events;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// What is left of a span of events when the latest OnDataChange of each item stands for those before it. Other families stay.
/// Holds the reader's own, between two cuts; one thread.
/// </summary>
/// <remarks>
/// Merges by handle: an item that was removed has no latest value, so that one which took its handle over may stand for it.
/// </remarks>
internal sealed class ConflationWindow
{
    private readonly Dictionary<(int Server, int Item), int> _latest = [];
    private readonly List<Kept> _kept = [];
    private readonly List<LostSpan> _lost = [];
    private long _passed;
    private long _dropped;

    public bool IsEmpty => _kept.Count == 0 && _dropped == 0;

    /// <summary>The next events that its reader is to have.</summary>
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

    /// <summary>Events cannot be read any more, but for those that are known: these are added next.</summary>
    public void Drop(LostSpan lost)
    {
        _lost.Add(lost);
        _dropped += lost.DroppedThrough(lost.Through);
    }

    /// <summary>
    /// Puts what is left into items, in order, and begins a new window. Spans join; each item with something merged or dropped in
    /// its span comes behind a <c>lagged</c> that counts it.
    /// </summary>
    /// <param name="first">The first sequence of the span.</param>
    /// <param name="last">The last sequence of the span.</param>
    /// <param name="maxBatch">Most events in one item.</param>
    /// <param name="say">Takes them.</param>
    public ConflationCount Cut(long first, long last, int maxBatch, Action<StreamItem> say)
    {
        _kept.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        // Copied out where much was merged, so that a reader that takes its time holds no more than what it gets.
        var rows = _kept.Count == 0 || (_passed == _kept.Count && _kept.Count <= maxBatch) ? null : Copy();
        var (told, droppedTold) = (0L, 0L);
        var count = new ConflationCount(_kept.Count, _passed - _kept.Count, _dropped);
        for (var start = 0; start == 0 || start < _kept.Count; start += maxBatch)
        {
            var length = Math.Min(maxBatch, _kept.Count - start);
            var isLast = start + length == _kept.Count;
            // Whatever passed before the next item's first event, and is not kept, was merged into a later one.
            var passed = isLast ? _passed : _kept[start + length].Ordinal;
            var upTo = isLast ? last : _kept[start + length].Sequence - 1;
            var merged = passed - told - length;
            // Counted by span, so that a reader who resumes behind this item is told of no event twice.
            var dropped = (isLast ? _dropped : DroppedThrough(upTo)) - droppedTold;
            if (merged > 0 || dropped > 0)
            {
                say(new LaggedItem { Conflated = merged, Dropped = dropped });
            }

            say(new OutgoingEvents(first, upTo, rows is null ? SlicesOf() : [new RowSlice(rows, start, length)]));
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

    /// <param name="Rows">Holds the event.</param>
    /// <param name="Index">Which of them.</param>
    /// <param name="Ordinal">How many events of the window passed before it.</param>
    private readonly record struct Kept(EncodedRows Rows, int Index, long Ordinal)
    {
        public long Sequence => Rows.Headers[Index].Sequence;
    }
}
