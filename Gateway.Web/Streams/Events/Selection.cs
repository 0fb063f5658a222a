using Gateway.Contracts;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Which events a reader gets: a filter that knows no before, shared with the readers that ask for the same, then a deadband of its
/// own that does. Both absent when everything passes. One thread.
/// </summary>
internal sealed class Selection : IDisposable
{
    private readonly FilterPool _filters;
    private readonly ItemTable _items;
    private readonly List<RowSlice> _matching = [];
    private StreamFilter? _asked;
    private ItemGlobSet? _visible;
    private Deadband? _deadband;
    private bool _over;

    public Selection(StreamFilter? asked, ItemGlobSet? visible, FilterPool filters)
    {
        _filters = filters;
        _items = filters.Items;
        _visible = visible;
        Choose(asked);
    }

    /// <summary>Null when nothing is held back for what it is.</summary>
    public SharedFilter? Filter { get; private set; }

    /// <summary>Changes what is asked for. Deadbands begin anew.</summary>
    public void Choose(StreamFilter? asked)
    {
        _asked = asked;
        Exchange();
        _deadband = Deadband.Of(asked, _items);
    }

    /// <summary>Changes what may be seen, as the channel says; deadbands go on.</summary>
    /// <returns>What to tell the reader; null when nothing changed.</returns>
    public AccessItem? TakeVisible(SubscriptionChannel<Batch, StreamItem, ItemGlobSet> channel)
    {
        var before = _visible;
        if (!channel.TryTakeVisible(ref _visible) || AccessChange.Between(before, _visible) is not { } change)
        {
            return null;
        }

        Exchange();
        return change;
    }

    /// <summary>The reader was given a snapshot: deadbands measure from it.</summary>
    public OutgoingSnapshot Anchor(OutgoingSnapshot snapshot)
    {
        if (snapshot.Rows is { } rows)
        {
            _deadband?.Anchor(rows);
        }

        return snapshot;
    }

    /// <summary>Judges each of some events, once, in order, and adds those that pass.</summary>
    public void AddPassing(EncodedRows rows, int start, int count, List<RowSlice> slices)
    {
        if (_deadband is null)
        {
            AddMatching(rows, start, count, slices);
            return;
        }

        AddMatching(rows, start, count, _matching);
        foreach (var run in _matching)
        {
            AddChanges(_deadband, run, slices);
        }

        _matching.Clear();
    }

    /// <summary>
    /// An item of what was added, accounting for the sequences from <paramref name="first"/> to <paramref name="last"/>. Readers
    /// that get the same of a batch get the same object.
    /// </summary>
    /// <param name="first">The first sequence of the span.</param>
    /// <param name="last">The last sequence of the span.</param>
    /// <param name="slices">At least one.</param>
    public OutgoingEvents ItemOf(long first, long last, List<RowSlice> slices)
    {
        var rows = slices[0].Rows;
        var isAllOfOneBatch = _deadband is null && slices[^1].Rows == rows && first <= rows.First && last >= rows.Last;
        return (isAllOfOneBatch ? Filter?.ItemOf(rows, first, last) : null) ?? OutgoingEvents.Of(first, last, slices);
    }

    /// <summary>
    /// Takes from items that were decided before what may be seen changed what may be seen no longer. What was asked for when they
    /// were decided stays, whatever is asked for now.
    /// </summary>
    public void Narrow(Queue<StreamItem> decided)
    {
        if (_visible is null)
        {
            return;
        }

        var seen = new EventFilter(null, _visible, _items);
        for (var i = decided.Count; i > 0; i--)
        {
            decided.Enqueue(Narrow(decided.Dequeue(), seen));
        }
    }

    /// <summary>Gives the filter back. What is still judged is judged by it as before.</summary>
    public void Dispose()
    {
        if (!_over && Filter is not null)
        {
            _filters.GiveBack(Filter);
        }

        _over = true;
    }

    private static StreamItem Narrow(StreamItem decided, EventFilter seen) => decided switch
    {
        OutgoingSnapshot { Rows: { } rows } snapshot => snapshot with { Rows = rows.Only(seen, 0, rows.Count) },
        OutgoingEvents events => events with
        {
            Slices = [.. events.Slices.Select(slice => slice.Rows.Only(seen, slice.Start, slice.Count)).OfType<EncodedRows>().Select(rows => new RowSlice(rows, 0, rows.Count))],
        },
        _ => decided,
    };

    private static void AddChanges(Deadband deadband, RowSlice run, List<RowSlice> slices)
    {
        for (var i = run.Start; i < run.Start + run.Count; i++)
        {
            if (deadband.Passes(run.Rows.Headers[i], run.Rows.Rows(i, 1)))
            {
                RowSlice.Append(slices, run.Rows, i);
            }
        }
    }

    private void AddMatching(EncodedRows rows, int start, int count, List<RowSlice> slices)
    {
        if (Filter is null)
        {
            slices.Add(new RowSlice(rows, start, count));
        }
        else
        {
            Filter.AddPassing(rows, start, count, slices);
        }
    }

    // The new one first, so that one that stays the same stays with what it remembers.
    private void Exchange()
    {
        var before = Filter;
        Filter = _filters.Lend(_asked, _visible);
        if ((_over ? Filter : before) is { } unneeded)
        {
            _filters.GiveBack(unneeded);
        }
    }
}
