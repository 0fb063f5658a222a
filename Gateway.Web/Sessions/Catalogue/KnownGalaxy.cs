namespace Gateway.Web.Sessions.Catalogue;

/// <summary>What is known of a source at one time. Immutable.</summary>
internal sealed class KnownGalaxy
{
    public static readonly KnownGalaxy Empty = new([]);

    private readonly Dictionary<string, KnownObject> _objects;
    private readonly Lazy<IReadOnlyList<FoundPlace>> _items;

    public KnownGalaxy(IEnumerable<KnownObject> objects)
    {
        _objects = objects.ToDictionary(one => one.Name, StringComparer.OrdinalIgnoreCase);
        Objects = [.. _objects.Values.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)];
        Count = Objects.Count + Objects.Sum(one => one.Items.Count);
        _items = new(() => [.. Objects.SelectMany(one => one.Items.Values.Select(item => new FoundPlace(one, item))).OrderBy(place => place.Item.Reference, StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>The objects, in the order of their names.</summary>
    public IReadOnlyList<KnownObject> Objects { get; }

    /// <summary>The items with their objects, in the order of their references.</summary>
    public IReadOnlyList<FoundPlace> Items => _items.Value;

    /// <summary>Number of objects and items.</summary>
    public int Count { get; }

    public KnownObject? Find(string name) => _objects.GetValueOrDefault(name);

    /// <summary>The galaxy with objects that are new or replace those of the same name.</summary>
    public KnownGalaxy With(IEnumerable<KnownObject> others)
    {
        var objects = new Dictionary<string, KnownObject>(_objects, StringComparer.OrdinalIgnoreCase);
        foreach (var other in others)
        {
            objects[other.Name] = other;
        }

        return new KnownGalaxy(objects.Values);
    }
}
