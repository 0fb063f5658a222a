using Gateway.Contracts;
using Gateway.Protocol;

namespace Gateway.Worker.Pipe;

/// <summary>The session's items, and which of them the gateway has not been told about. Any thread.</summary>
internal sealed class ItemJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Server, int Item), ItemInfo> _items = [];
    private readonly Dictionary<(int Server, int Item), ItemInfo?> _untold = [];
    private bool _tellAll;

    public void Changed(ItemInfo item)
    {
        lock (_gate)
        {
            _items[(item.ServerHandle, item.ItemHandle)] = item;
            _untold[(item.ServerHandle, item.ItemHandle)] = item;
        }
    }

    public void Removed(int serverHandle, int itemHandle)
    {
        lock (_gate)
        {
            _items.Remove((serverHandle, itemHandle));
            _untold[(serverHandle, itemHandle)] = null;
        }
    }

    /// <summary>A new connection knows nothing: the next frame carries everything.</summary>
    public void TellAll()
    {
        lock (_gate)
        {
            _tellAll = true;
        }
    }

    /// <summary>What is to be told, once; null when there is nothing.</summary>
    public StateFrame? Take()
    {
        lock (_gate)
        {
            if (!_tellAll && _untold.Count == 0)
            {
                return null;
            }

            var frame = _tellAll
                ? new StateFrame { Reset = true, Items = [.. _items.Values] }
                : new StateFrame
                {
                    Items = [.. _untold.Values.OfType<ItemInfo>()],
                    Removed = [.. _untold.Where(e => e.Value is null).Select(e => new ItemKey { ServerHandle = e.Key.Server, ItemHandle = e.Key.Item })],
                };
            _untold.Clear();
            _tellAll = false;
            return frame;
        }
    }
}
