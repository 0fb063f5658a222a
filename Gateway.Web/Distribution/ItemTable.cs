using Gateway.Contracts;
using Gateway.Protocol;

namespace Gateway.Web.Distribution;

/// <summary>
/// What each handle of a session stands for, now and, for events that are still in history, before. Any thread.
/// </summary>
internal sealed class ItemTable
{
    /// <summary>Removed items that are remembered for the sake of history.</summary>
    private const int MaxRemoved = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(int Server, int Item), List<ItemInfo>> _generations = [];
    private readonly Dictionary<(int Server, int Item), ItemInfo> _present = [];
    private readonly Queue<(int Server, int Item)> _removed = new();
    private int _version;

    /// <summary>Changes whenever a handle may have got another meaning.</summary>
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

    public void Apply(StateFrame state)
    {
        lock (_gate)
        {
            if (state.Reset)
            {
                _present.Clear();
            }

            foreach (var key in state.Removed)
            {
                Remove((key.ServerHandle, key.ItemHandle));
            }

            foreach (var item in state.Items)
            {
                Add(item);
            }
        }
    }

    /// <summary>What a handle stands for now; null when it stands for nothing.</summary>
    public ItemInfo? Find(int serverHandle, int itemHandle)
    {
        lock (_gate)
        {
            return _present.GetValueOrDefault((serverHandle, itemHandle));
        }
    }

    /// <summary>What is added under a server handle now.</summary>
    public IReadOnlyList<ItemInfo> ItemsOf(int serverHandle)
    {
        lock (_gate)
        {
            return [.. _present.Where(entry => entry.Key.Server == serverHandle).Select(entry => entry.Value)];
        }
    }

    /// <summary>What a handle stood for when an event was raised, and for which events that holds.</summary>
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
        if (!_present.Remove(key))
        {
            return;
        }

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
