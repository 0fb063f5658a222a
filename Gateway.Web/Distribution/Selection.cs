using Gateway.Contracts;
using Gateway.Web.Access;

namespace Gateway.Web.Distribution;

/// <summary>
/// Which events a reader gets: a filter that knows no before, then a deadband that does. Both absent when everything passes. One
/// thread.
/// </summary>
internal sealed class Selection
{
    private readonly ItemTable _items;
    private StreamFilter? _asked;
    private ItemGlobs? _visible;
    private EventFilter? _rights;
    private Deadband? _deadband;

    public Selection(StreamFilter? asked, ItemGlobs? visible, ItemTable items)
    {
        _items = items;
        _visible = visible;
        Choose(asked);
    }

    /// <summary>Null when nothing is held back for what it is.</summary>
    public EventFilter? Filter { get; private set; }

    /// <summary>Changes what is asked for. Deadbands begin anew.</summary>
    public void Choose(StreamFilter? asked)
    {
        _asked = asked;
        Filter = EventFilter.Create(asked, _visible, _items);
        _deadband = Deadband.Of(asked, _items);
    }

    /// <summary>Changes what may be seen, as the channel says; deadbands go on.</summary>
    /// <returns>What to tell the reader; null when nothing changed.</returns>
    public AccessItem? TakeVisible(SubscriptionChannel<Batch, StreamItem, ItemGlobs> channel)
    {
        var before = _visible;
        if (!channel.TryTakeVisible(ref _visible) || AccessChange.Between(before, _visible) is not { } change)
        {
            return null;
        }

        Filter = EventFilter.Create(_asked, _visible, _items);
        _rights = EventFilter.Create(null, _visible, _items);
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
    public void AddPassing(EventRows rows, int start, int count, List<RowSlice> slices)
    {
        if (Filter is null && _deadband is null)
        {
            slices.Add(new RowSlice(rows, start, count));
            return;
        }

        for (var i = start; i < start + count; i++)
        {
            var runStart = i;
            while (i < start + count && Passes(rows, i))
            {
                i++;
            }

            if (i > runStart)
            {
                slices.Add(new RowSlice(rows, runStart, i - runStart));
            }
        }
    }

    /// <summary>Judges the next event.</summary>
    public bool Passes(EventRows rows, int index)
    {
        ref readonly var header = ref rows.Headers[index];
        return (Filter is null || Filter.Matches(header)) && (_deadband is null || _deadband.Passes(header, rows.Rows(index, 1)));
    }

    /// <summary>
    /// An item that was decided before what may be seen changed, without what may be seen no longer. By the rights alone: what was
    /// asked for when it was decided may have changed since.
    /// </summary>
    public StreamItem Narrow(StreamItem decided) => decided switch
    {
        _ when _rights is null => decided,
        OutgoingSnapshot { Rows: { } rows } snapshot => snapshot with { Rows = rows.Only(_rights) },
        OutgoingEvents events => events with
        {
            Slices = [.. events.Slices.Select(slice => slice.Rows.Only(_rights, slice.Start, slice.Count)).OfType<EventRows>().Select(rows => new RowSlice(rows, 0, rows.Count))],
        },
        _ => decided,
    };
}
