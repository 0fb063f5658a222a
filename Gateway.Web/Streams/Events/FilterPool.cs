using Gateway.Contracts;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The filters of a session's readers, one for all that ask for the same. Holds no more than its readers do: a filter goes with its
/// last one. Any thread.
/// </summary>
internal sealed class FilterPool(ItemTable items)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedFilter> _filters = new(StringComparer.Ordinal);

    /// <summary>What the filters know of the session's items.</summary>
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

    /// <summary>Lends a filter until it is given back; null when nothing is to be held back.</summary>
    public SharedFilter? Lend(StreamFilter? asked, ItemGlobSet? visible)
    {
        if (!EventFilter.HoldsBack(asked, visible))
        {
            return null;
        }

        var key = FilterKey.Of(asked, visible);
        lock (_gate)
        {
            if (!_filters.TryGetValue(key, out var filter))
            {
                _filters[key] = filter = new SharedFilter(new EventFilter(asked, visible, items), items, key);
            }

            filter.Users++;
            return filter;
        }
    }

    /// <summary>A reader that was lent a filter needs it no more.</summary>
    public void GiveBack(SharedFilter filter)
    {
        lock (_gate)
        {
            if (--filter.Users == 0)
            {
                _filters.Remove(filter.Key);
            }
        }
    }

    /// <summary>Lets go of what is remembered of batches up to a sequence.</summary>
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
}
