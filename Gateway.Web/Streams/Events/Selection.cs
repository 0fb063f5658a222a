using Gateway.Contracts;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Which events a reader gets: first a stateless filter, which readers that ask for the same events share, then the reader's own
/// deadband, which is stateful. Neither exists when every event passes. Used by one thread.
/// </summary>
internal sealed class Selection : IDisposable
{
    private readonly FilterPool _filters;
    private readonly ItemTable _items;
    private readonly List<RowSlice> _matching = [];
    private StreamFilter? _asked;
    private ItemGlobSet? _visible;
    private Deadband? _deadband;
    private EncodedRows? _judged;
    private bool _over;

    public Selection(StreamFilter? asked, ItemGlobSet? visible, FilterPool filters)
    {
        _filters = filters;
        _items = filters.Items;
        _visible = visible;
        Choose(asked);
    }

    /// <summary>The stateless filter; null when every event passes it.</summary>
    public SharedFilter? Filter { get; private set; }

    /// <summary>Changes the filter that the client asked for. Deadbands start again.</summary>
    public void Choose(StreamFilter? asked)
    {
        _asked = asked;
        Exchange();
        _deadband = Deadband.Of(asked, _items);
    }

    /// <summary>Applies a change of what the reader may see, as the channel reports it. Deadbands continue.</summary>
    /// <returns>The items that announce the change; null when nothing changed.</returns>
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

    /// <summary>Notes that the reader has received a snapshot: deadbands are measured from it.</summary>
    public OutgoingSnapshot Anchor(OutgoingSnapshot snapshot)
    {
        if (snapshot.Rows is { } rows)
        {
            _deadband?.Anchor(rows);
        }

        return snapshot;
    }

    /// <summary>Adds the events of a range that pass. Each event must be given once and in order.</summary>
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
    /// The last batch that the filter has judged since the last call or <see cref="Pass"/>; null when there is none, or no filter.
    /// </summary>
    public EncodedRows? TakeJudged()
    {
        var judged = _judged;
        _judged = null;
        return judged;
    }

    /// <summary>Notes that events have passed.</summary>
    public void Pass() => _judged = null;

    /// <summary>
    /// An item with the added events, which accounts for the sequences from <paramref name="first"/> to <paramref name="last"/>.
    /// Readers that get the same events of a batch get the same object.
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
    /// Removes from pending items the events that the reader may no longer see. The client's filter at the time when the items were
    /// made still applies to them, even if the client has asked for another since.
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

    /// <summary>Returns the filter to the pool. Items that are still pending are judged by it as before.</summary>
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
            _judged = rows;
        }
    }

    // The new filter is borrowed before the old one is returned, so that a filter that stays the same keeps its cached results.
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
