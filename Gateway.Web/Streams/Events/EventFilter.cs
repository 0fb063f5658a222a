using Gateway.Contracts;
using Gateway.Events;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The stateless part of a filter: whether an event passes does not depend on earlier events. It combines what a <see
/// cref="StreamFilter"/> asks for with what the reader may see. Used by one thread at a time, because it caches results for items.
/// </summary>
internal sealed class EventFilter
{
    /// <summary>The bits of an OPC quality that mean bad, uncertain or good.</summary>
    private const int QualityClass = 0xC0;

    private readonly ItemTable _items;
    private readonly int _families;
    private readonly HashSet<(int Server, int Item)>? _keys;
    private readonly string[]? _references;
    private readonly ItemGlobSet? _visible;
    private readonly int _minimumQuality;
    private readonly Dictionary<(int Server, int Item), (ItemMeaning Meaning, bool Matches)> _verdicts = [];
    private int _version;

    public EventFilter(StreamFilter? filter, ItemGlobSet? visible, ItemTable items)
    {
        _items = items;
        _visible = visible;
        _families = FamiliesOf(filter);
        _keys = filter?.Items?.Select(k => (k.ServerHandle, k.ItemHandle)).ToHashSet();
        _references = filter?.References?.ToArray();
        _minimumQuality = filter?.MinimumQuality ?? 0;
    }

    private bool TakesEveryItem => _references is null && _visible is null;

    /// <summary>Whether any event can fail to pass.</summary>
    public static bool IsSelective(StreamFilter? filter, ItemGlobSet? visible) =>
        visible is not null || filter is not (null or { Families: null, Items: null, References: null, MinimumQuality: null });

    /// <summary>One bit for each family that passes.</summary>
    public static int FamiliesOf(StreamFilter? filter) => filter?.Families?.Aggregate(0, (mask, family) => mask | (1 << (int)family)) ?? ~0;

    public bool Matches(in EventHeader header)
    {
        if ((_families & (1 << (int)header.Family)) == 0)
        {
            return false;
        }

        if (header.Family == EventFamily.OnDataChange && (header.Quality & QualityClass) < _minimumQuality)
        {
            return false;
        }

        return HasKey(header) && (TakesEveryItem || VerdictOf(header).Matches);
    }

    /// <summary>
    /// Whether neither this event nor a later one of its handle can pass while the item table stays as it is. False when in doubt: of
    /// an item that is not known, and of an event that was raised before the handle got its present item.
    /// </summary>
    public bool RulesOut(in EventHeader header) =>
        !HasKey(header) || (!TakesEveryItem && VerdictOf(header) is { Matches: false, Meaning: { Item: not null, UpTo: long.MaxValue } });

    private bool HasKey(in EventHeader header) =>
        _keys is null || _keys.Contains((header.ServerHandle, header.ItemHandle)) || _keys.Contains((0, header.ItemHandle));

    private (ItemMeaning Meaning, bool Matches) VerdictOf(in EventHeader header)
    {
        var version = _items.Version;
        if (version != _version)
        {
            _verdicts.Clear();
            _version = version;
        }

        var key = (header.ServerHandle, header.ItemHandle);
        if (_verdicts.TryGetValue(key, out var verdict) && header.Sequence > verdict.Meaning.After && header.Sequence <= verdict.Meaning.UpTo)
        {
            return verdict;
        }

        var meaning = _items.MeaningOf(header.ServerHandle, header.ItemHandle, header.Sequence);
        // An unknown item may be any item, so a reader that may only see some items does not see it.
        var matches = meaning.Item is { } item && IsAskedFor(item) && (_visible is null || _visible.Allow(item.ItemDefinition, item.ItemContext));
        return _verdicts[key] = (meaning, matches);
    }

    private bool IsAskedFor(ItemInfo item) =>
        _references is null || ItemReference.MeaningsOf(item.ItemDefinition, item.ItemContext).Any(
            reference => Array.Exists(_references, glob => ItemGlob.Matches(glob, reference)));
}
