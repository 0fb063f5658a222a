using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Maps each handle of a session to its item: as it is now and, for events that are still in history, as it was before. May be used on
/// any thread.
/// </summary>
internal sealed class ItemTable
{
    /// <summary>Largest number of removed items that are kept for events in history.</summary>
    private const int MaxRemoved = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(int Server, int Item), List<ItemInfo>> _generations = [];
    private readonly Dictionary<(int Server, int Item), ItemInfo> _present = [];
    private readonly Queue<(int Server, int Item)> _removed = new();
    private readonly List<ItemNews> _followers = [];
    private int _version;

    /// <summary>Increases whenever a handle may have got another meaning.</summary>
    public int Version => Volatile.Read(ref _version);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _present.Count;
            }
        }
    }

    /// <returns>The items that were removed.</returns>
    public IReadOnlyList<ItemKey> Apply(StateFrame state)
    {
        lock (_gate)
        {
            var gone = state.Reset ? MissingIn(state) : state.Removed;
            foreach (var key in gone)
            {
                Remove((key.ServerHandle, key.ItemHandle));
            }

            foreach (var item in state.Former)
            {
                Recall(item);
            }

            foreach (var item in state.Items)
            {
                Add(item);
            }

            foreach (var follower in _followers)
            {
                follower.Add(state);
            }

            return gone;
        }
    }

    /// <summary>Forgets every item, because another numbering begins. Handles have no meaning until items are applied again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _generations.Clear();
            _present.Clear();
            _removed.Clear();
            Volatile.Write(ref _version, _version + 1);
        }
    }

    /// <summary>The item of a handle now; null when the handle has none.</summary>
    public ItemInfo? Find(int serverHandle, int itemHandle)
    {
        lock (_gate)
        {
            return _present.GetValueOrDefault((serverHandle, itemHandle));
        }
    }

    /// <summary>Whether a handle had an item and has none now.</summary>
    public bool IsRemoved((int Server, int Item) key)
    {
        lock (_gate)
        {
            return !_present.ContainsKey(key) && _generations.ContainsKey(key);
        }
    }

    /// <summary>All items that are added now.</summary>
    public IReadOnlyList<ItemInfo> Present()
    {
        lock (_gate)
        {
            return [.. _present.Values];
        }
    }

    /// <summary>The items that are added under a server handle now.</summary>
    public IReadOnlyList<ItemInfo> ItemsOf(int serverHandle)
    {
        lock (_gate)
        {
            return [.. _present.Where(entry => entry.Key.Server == serverHandle).Select(entry => entry.Value)];
        }
    }

    /// <summary>The item that a handle stood for when an event was raised, and the range of events for which this is valid.</summary>
    public ItemMeaning MeaningOf(int serverHandle, int itemHandle, long sequence)
    {
        lock (_gate)
        {
            var until = long.MaxValue;
            var generations = _generations.GetValueOrDefault((serverHandle, itemHandle), []);
            for (var i = generations.Count - 1; i >= 0; i--)
            {
                if (generations[i].AddedAfter < sequence)
                {
                    return new ItemMeaning(generations[i], generations[i].AddedAfter, until);
                }

                until = generations[i].AddedAfter;
            }

            return new ItemMeaning(null, 0, until);
        }
    }

    /// <summary>Begins to collect what is applied from now on, for a service that passes it on. It begins with the whole table.</summary>
    /// <param name="woken">Called when there is something to take, under the table's lock; it must not wait.</param>
    public ItemNews Follow(Action woken)
    {
        var follower = new ItemNews(this, woken);
        lock (_gate)
        {
            _followers.Add(follower);
        }

        return follower;
    }

    internal void Unfollow(ItemNews follower)
    {
        lock (_gate)
        {
            _followers.Remove(follower);
        }
    }

    /// <summary>What a follower has not been told yet.</summary>
    internal IReadOnlyList<StateFrame> TakeFor(ItemNews follower)
    {
        lock (_gate)
        {
            return follower.TakeFrames() ?? [Everything()];
        }
    }

    private StateFrame Everything() => new()
    {
        Reset = true,
        Items = [.. _present.Values],
        Former = [.. _generations.Values.SelectMany(all => all).Where(item => !_present.TryGetValue((item.ServerHandle, item.ItemHandle), out var now) || now.AddedAfter != item.AddedAfter)
            .OrderBy(item => item.AddedAfter)],
    };

    private List<ItemKey> MissingIn(StateFrame everything)
    {
        var named = everything.Items.Select(item => (item.ServerHandle, item.ItemHandle)).ToHashSet();
        return [.. _present.Keys.Where(key => !named.Contains(key)).Select(key => new ItemKey { ServerHandle = key.Server, ItemHandle = key.Item })];
    }

    // The item was removed, but events of it may still arrive. It may be in the table already, or it was added and removed before the
    // gateway was told.
    private void Recall(ItemInfo item)
    {
        var key = (item.ServerHandle, item.ItemHandle);
        if (!_generations.TryGetValue(key, out var generations))
        {
            _generations[key] = generations = [];
        }

        var later = generations.FindIndex(known => known.AddedAfter >= item.AddedAfter);
        if (later >= 0 && generations[later].AddedAfter == item.AddedAfter)
        {
            return;
        }

        generations.Insert(later < 0 ? generations.Count : later, item);
        Volatile.Write(ref _version, _version + 1);
        Remember(key);
    }

    private void Add(ItemInfo item)
    {
        var key = (item.ServerHandle, item.ItemHandle);
        _present[key] = item;
        if (!_generations.TryGetValue(key, out var generations))
        {
            _generations[key] = generations = [];
        }

        if (generations.Count > 0 && generations[^1].AddedAfter == item.AddedAfter)
        {
            generations[^1] = item;
            return;
        }

        generations.Add(item);
        Volatile.Write(ref _version, _version + 1);
    }

    private void Remove((int Server, int Item) key)
    {
        if (_present.Remove(key))
        {
            Remember(key);
        }
    }

    private void Remember((int Server, int Item) key)
    {
        _removed.Enqueue(key);
        while (_removed.Count > MaxRemoved)
        {
            var oldest = _removed.Dequeue();
            if (!_present.ContainsKey(oldest))
            {
                _generations.Remove(oldest);
            }
        }
    }
}
