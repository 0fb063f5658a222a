using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>
/// The servers that a session has registered, its items and how they are advised, and the number of pending writes. It reports
/// every change of an item to the sink before the item can raise an event. Used only on the executor's thread.
/// </summary>
internal sealed class ItemRegister(IExecutorSink sink)
{
    private readonly SortedDictionary<int, ServerInfo> _servers = [];
    private readonly SortedDictionary<(int Server, int Item), ItemInfo> _items = [];
    private readonly Dictionary<(int Server, int Item), int> _writes = [];
    private readonly Dictionary<(int Server, int Item), long> _advisedAfter = [];

    /// <summary>Number of writes that the component has accepted and not completed yet.</summary>
    public int PendingWrites { get; private set; }

    public void AddServer(int serverHandle, string clientName) =>
        _servers[serverHandle] = new ServerInfo { ServerHandle = serverHandle, ClientName = clientName };

    /// <summary>Removes the server and all its items.</summary>
    public void RemoveServer(int serverHandle)
    {
        foreach (var itemHandle in ItemsOf(serverHandle))
        {
            RemoveItem(serverHandle, itemHandle);
        }

        _servers.Remove(serverHandle);
    }

    public void AddItem(ItemInfo item)
    {
        var added = item with { AddedAfter = sink.LatestSequence };
        _items[(item.ServerHandle, item.ItemHandle)] = added;
        sink.ItemChanged(added);
    }

    public void RemoveItem(int serverHandle, int itemHandle)
    {
        if (!_items.Remove((serverHandle, itemHandle)))
        {
            return;
        }

        _advisedAfter.Remove((serverHandle, itemHandle));

        // The component raises no completion for an item that was removed.
        if (_writes.Remove((serverHandle, itemHandle), out var pending))
        {
            PendingWrites -= pending;
        }

        sink.ItemRemoved(serverHandle, itemHandle);
    }

    /// <summary>
    /// Must be called just before the item is advised, because the component may raise the first value during that call.
    /// </summary>
    public void Advising(int serverHandle, int itemHandle)
    {
        if (_items.TryGetValue((serverHandle, itemHandle), out var item) && item.Advised == AdviseKind.None)
        {
            _advisedAfter[(serverHandle, itemHandle)] = sink.LatestSequence;
        }
    }

    public void SetAdvised(int serverHandle, int itemHandle, AdviseKind kind)
    {
        if (_items.TryGetValue((serverHandle, itemHandle), out var item))
        {
            Replace(item, item with { Advised = kind, Suspended = kind != AdviseKind.None && item.Suspended });
        }
    }

    public void SetSuspended(int serverHandle, int itemHandle, bool suspended)
    {
        if (_items.TryGetValue((serverHandle, itemHandle), out var item))
        {
            Replace(item, item with { Suspended = suspended });
        }
    }

    public void WriteQueued(int serverHandle, int itemHandle)
    {
        _writes[(serverHandle, itemHandle)] = _writes.GetValueOrDefault((serverHandle, itemHandle)) + 1;
        PendingWrites++;
    }

    public void WriteCompleted(int serverHandle, int itemHandle)
    {
        if (!_writes.TryGetValue((serverHandle, itemHandle), out var pending))
        {
            return;
        }

        PendingWrites--;
        if (pending > 1)
        {
            _writes[(serverHandle, itemHandle)] = pending - 1;
        }
        else
        {
            _writes.Remove((serverHandle, itemHandle));
        }
    }

    public int[] Servers() => [.. _servers.Keys];

    public int[] ItemsOf(int serverHandle) => [.. _items.Keys.Where(key => key.Server == serverHandle).Select(key => key.Item)];

    public string? DefinitionOf(int serverHandle, int itemHandle) =>
        _items.TryGetValue((serverHandle, itemHandle), out var item) ? item.ItemDefinition : null;

    public IEnumerable<ItemInfo> AdvisedOf(int serverHandle) =>
        _items.Values.Where(item => item.ServerHandle == serverHandle && item.Advised != AdviseKind.None);

    /// <summary>The sequence after which the item's values belong to its current advise.</summary>
    public long AdvisedAfter(ItemInfo item) => _advisedAfter.GetValueOrDefault((item.ServerHandle, item.ItemHandle), long.MaxValue);

    public bool IsAdvised(int serverHandle, int itemHandle) =>
        _items.TryGetValue((serverHandle, itemHandle), out var item) && item.Advised != AdviseKind.None;

    public SessionItems Snapshot() => new()
    {
        Servers = [.. _servers.Values],
        Items = [.. _items.Values],
        PendingWrites = PendingWrites,
    };

    private void Replace(ItemInfo before, ItemInfo after)
    {
        if (before != after)
        {
            _items[(after.ServerHandle, after.ItemHandle)] = after;
            sink.ItemChanged(after);
        }
    }
}
