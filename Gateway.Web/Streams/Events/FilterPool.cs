using Gateway.Contracts;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The filters of a session's readers. Readers that ask for the same events share one filter, which is dropped when its last reader
/// returns it. May be used on any thread.
/// </summary>
internal sealed class FilterPool(ItemTable items)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedFilter> _filters = new(StringComparer.Ordinal);
    private readonly Stack<int> _freeSlots = new();
    private long _uses;

    /// <summary>The item table that the filters use.</summary>
    public ItemTable Items => items;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _filters.Count;
            }
        }
    }

    /// <summary>Lends a filter until it is returned; null when every event passes.</summary>
    public SharedFilter? Lend(StreamFilter? asked, ItemGlobSet? visible)
    {
        if (!EventFilter.IsSelective(asked, visible))
        {
            return null;
        }

        var key = FilterKey.Of(asked, visible);
        lock (_gate)
        {
            if (!_filters.TryGetValue(key, out var filter))
            {
                _filters[key] = filter = new SharedFilter(new EventFilter(asked, visible, items), items, key, FreeSlot());
            }

            filter.Users++;
            return filter;
        }
    }

    /// <summary>Returns a filter that a reader no longer needs.</summary>
    public void GiveBack(SharedFilter filter)
    {
        lock (_gate)
        {
            if (--filter.Users == 0)
            {
                _filters.Remove(filter.Key);
                _freeSlots.Push(filter.Slot.Number);
            }
        }
    }

    /// <summary>Drops the cached results of batches up to a sequence.</summary>
    public void ForgetThrough(long sequence)
    {
        SharedFilter[] all;
        lock (_gate)
        {
            all = [.. _filters.Values];
        }

        foreach (var filter in all)
        {
            filter.ForgetThrough(sequence);
        }
    }

    // Numbers are used again, so that there are never more of them than filters at a time.
    private FilterSlot FreeSlot() => new(_freeSlots.TryPop(out var number) ? number : _filters.Count, ++_uses);
}
