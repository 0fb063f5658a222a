using System.IO.Enumeration;
using Gateway.Contracts;
using Gateway.Events;

namespace Gateway.Web.Distribution;

/// <summary>A compiled <see cref="StreamFilter"/>. One per subscription, used by one thread at a time: it remembers verdicts.</summary>
internal sealed class EventFilter
{
    private readonly ItemTable _items;
    private readonly int _families;
    private readonly HashSet<(int Server, int Item)>? _keys;
    private readonly string[]? _references;
    private readonly Dictionary<(int Server, int Item), bool> _verdicts = [];
    private int _version;

    private EventFilter(StreamFilter filter, ItemTable items)
    {
        _items = items;
        _families = filter.Families?.Aggregate(0, (mask, family) => mask | (1 << (int)family)) ?? ~0;
        _keys = filter.Items?.Select(k => (k.ServerHandle, k.ItemHandle)).ToHashSet();
        _references = filter.References?.ToArray();
    }

    /// <summary>Null when the filter restricts nothing.</summary>
    public static EventFilter? Create(StreamFilter? filter, ItemTable items) =>
        filter is null or { Families: null, Items: null, References: null } ? null : new EventFilter(filter, items);

    public bool Matches(in EventHeader header)
    {
        if ((_families & (1 << (int)header.Family)) == 0)
        {
            return false;
        }

        if (_keys is not null && !_keys.Contains((header.ServerHandle, header.ItemHandle)) && !_keys.Contains((0, header.ItemHandle)))
        {
            return false;
        }

        return _references is null || MatchesReference(header);
    }

    private bool MatchesReference(in EventHeader header)
    {
        var version = _items.Version;
        if (version != _version)
        {
            _verdicts.Clear();
            _version = version;
        }

        var key = (header.ServerHandle, header.ItemHandle);
        if (_verdicts.TryGetValue(key, out var verdict))
        {
            return verdict;
        }

        var reference = _items.ReferenceOf(header.ServerHandle, header.ItemHandle, header.Sequence);
        verdict = reference is not null && Array.Exists(_references!, glob => FileSystemName.MatchesSimpleExpression(glob, reference, ignoreCase: true));
        return _verdicts[key] = verdict;
    }
}
