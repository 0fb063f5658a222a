using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;

namespace Gateway.Worker.Pipe;

/// <summary>
/// The session's items, those whose changes the gateway has not been told yet, and removed items for as long as the ring may
/// still hold their events. May be used on any thread.
/// </summary>
internal sealed class ItemJournal(EventRing ring)
{
    /// <summary>Largest number of removed items that are kept; the gateway keeps as many.</summary>
    private const int MaxFormer = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(int Server, int Item), ItemInfo> _items = [];
    private readonly Dictionary<(int Server, int Item), ItemInfo?> _untold = [];
    private readonly Queue<(ItemInfo Item, long LastSequence)> _former = new();
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
            if (_items.Remove((serverHandle, itemHandle), out var item))
            {
                _former.Enqueue((item, ring.Latest));
                ForgetFormer();
            }

            _untold[(serverHandle, itemHandle)] = null;
        }
    }

    /// <summary>Makes the next frame contain all items, because a new connection knows none.</summary>
    public void TellAll()
    {
        lock (_gate)
        {
            _tellAll = true;
        }
    }

    /// <summary>Takes the changes that the gateway must be told, each once; null when there are none.</summary>
    public StateFrame? Take()
    {
        lock (_gate)
        {
            if (!_tellAll && _untold.Count == 0)
            {
                return null;
            }

            var frame = _tellAll ? Everything() : News();
            _untold.Clear();
            _tellAll = false;
            return frame;
        }
    }

    private StateFrame Everything()
    {
        ForgetFormer();
        return new StateFrame { Reset = true, Items = [.. _items.Values], Former = [.. _former.Select(entry => entry.Item)] };
    }

    private StateFrame News() => new()
    {
        Items = [.. _untold.Values.OfType<ItemInfo>()],
        Removed = [.. _untold.Where(e => e.Value is null).Select(e => new ItemKey { ServerHandle = e.Key.Server, ItemHandle = e.Key.Item })],
    };

    private void ForgetFormer()
    {
        var oldest = ring.State.Oldest;
        while (_former.TryPeek(out var first) && (first.LastSequence < oldest || _former.Count > MaxFormer))
        {
            _former.Dequeue();
        }
    }
}
