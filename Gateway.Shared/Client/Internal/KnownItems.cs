using System.Collections.Concurrent;
using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>The items that the handles of one session belong to, as far as they are known from the client's own commands. Safe on any thread.</summary>
internal sealed class KnownItems
{
    private readonly ConcurrentDictionary<(int Server, int Item), ItemInfo> _items = new();

    public IReadOnlyList<ItemInfo> Items => [.. _items.Values];

    public ItemInfo? Find(int serverHandle, int itemHandle) => _items.GetValueOrDefault((serverHandle, itemHandle));

    /// <summary>Learns from a command that was answered with success.</summary>
    public void Learn(MxCommand command, MxReply reply)
    {
        var server = command.ServerHandle ?? 0;
        switch (command.Method)
        {
            case MxMethod.AddItem or MxMethod.AddItem2 or MxMethod.AddBufferedItem:
                Add(server, reply.ReturnValue, command.ItemDefinition, AdviseKind.None, command);
                break;
            case MxMethod.AddItemBulk or MxMethod.SubscribeBulk:
                AddAll(server, command, reply);
                break;
            case MxMethod.RemoveItem:
                _items.TryRemove((server, command.ItemHandle ?? 0), out _);
                break;
            case MxMethod.Unregister:
                RemoveServer(server);
                break;
            case MxMethod.GetSessionState:
                Replace(reply.Session?.Items ?? []);
                break;
            default:
                LearnState(server, command, reply);
                break;
        }
    }

    private static AdviseKind Advised(MxCommand command) => command.Supervisory == true ? AdviseKind.Supervisory : AdviseKind.Plain;

    private void LearnState(int server, MxCommand command, MxReply reply)
    {
        var item = command.ItemHandle ?? 0;
        switch (command.Method)
        {
            case MxMethod.Advise:
                Change(server, item, info => info with { Advised = AdviseKind.Plain });
                break;
            case MxMethod.AdviseSupervisory:
                Change(server, item, info => info with { Advised = AdviseKind.Supervisory });
                break;
            case MxMethod.UnAdvise:
                Change(server, item, info => info with { Advised = AdviseKind.None });
                break;
            case MxMethod.Suspend or MxMethod.Activate:
                Change(server, item, info => info with { Suspended = command.Method == MxMethod.Suspend });
                break;
            case MxMethod.AdviseItemBulk:
                ForEach(command, reply, handle => Change(server, handle, info => info with { Advised = Advised(command) }));
                break;
            case MxMethod.UnAdviseItemBulk:
                ForEach(command, reply, handle => Change(server, handle, info => info with { Advised = AdviseKind.None }));
                break;
            case MxMethod.RemoveItemBulk or MxMethod.UnsubscribeBulk:
                ForEach(command, reply, handle => _items.TryRemove((server, handle), out _));
                break;
        }
    }

    private void AddAll(int server, MxCommand command, MxReply reply)
    {
        var advised = command.Method == MxMethod.SubscribeBulk ? Advised(command) : AdviseKind.None;
        var results = reply.Results ?? [];
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Hresult >= 0)
            {
                var definition = results[i].ItemDefinition ?? command.ItemDefinitions?.ElementAtOrDefault(i);
                Add(server, results[i].ItemHandle, definition, advised, command);
            }
        }
    }

    private void Add(int server, int? item, string? definition, AdviseKind advised, MxCommand command)
    {
        if (item is { } handle && definition is not null)
        {
            _items[(server, handle)] = new ItemInfo
            {
                ServerHandle = server,
                ItemHandle = handle,
                ItemDefinition = definition,
                ItemContext = command.ItemContext,
                Advised = advised,
                Buffered = command.Method == MxMethod.AddBufferedItem,
            };
        }
    }

    private void Change(int server, int item, Func<ItemInfo, ItemInfo> change)
    {
        if (_items.TryGetValue((server, item), out var info))
        {
            _items[(server, item)] = change(info);
        }
    }

    private void RemoveServer(int server)
    {
        foreach (var key in _items.Keys)
        {
            if (key.Server == server)
            {
                _items.TryRemove(key, out _);
            }
        }
    }

    private void Replace(IReadOnlyList<ItemInfo> items)
    {
        _items.Clear();
        foreach (var item in items)
        {
            _items[(item.ServerHandle, item.ItemHandle)] = item;
        }
    }

    /// <summary>Results are in the order of the request.</summary>
    private static void ForEach(MxCommand command, MxReply reply, Action<int> change)
    {
        foreach (var (handle, result) in (command.ItemHandles ?? []).Zip(reply.Results ?? []))
        {
            if (result.Hresult >= 0)
            {
                change(handle);
            }
        }
    }
}
