using Gateway.Protocol;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// What was applied to an item table and its follower has not taken yet. When more items wait than <see cref="MaxWaiting"/>, the follower
/// gets the whole table instead. Because items are applied before their events are published, a follower that has taken a batch and then
/// takes the news knows every item of that batch.
/// </summary>
internal sealed class ItemNews(ItemTable table, Action woken) : IDisposable
{
    public const int MaxWaiting = 10_000;

    private readonly Queue<StateFrame> _frames = new();
    private int _items;
    private bool _whole = true;
    private volatile bool _any = true;

    /// <summary>What the follower does not know, in order; empty when there is nothing.</summary>
    public IReadOnlyList<StateFrame> Take() => _any ? table.TakeFor(this) : [];

    public void Dispose() => table.Unfollow(this);

    /// <summary>Called by the table, under its lock.</summary>
    internal void Add(StateFrame state)
    {
        _items += state.Items.Count + state.Former.Count + state.Removed.Count;
        _whole |= state.Reset || _items > MaxWaiting;
        if (_whole)
        {
            _frames.Clear();
        }
        else
        {
            _frames.Enqueue(state);
        }

        _any = true;
        woken();
    }

    /// <summary>Called by the table, under its lock. Null means that the follower needs the whole table.</summary>
    internal IReadOnlyList<StateFrame>? TakeFrames()
    {
        var frames = _whole ? null : _frames.ToArray();
        _frames.Clear();
        _items = 0;
        _whole = _any = false;
        return frames;
    }
}
