using Gateway.Contracts;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>The objects of the items that a session has added, where nothing else is known of these objects.</summary>
internal static class SessionObjects
{
    private const string Brackets = "[]";

    public static KnownGalaxy Of(IEnumerable<ItemInfo> items, KnownGalaxy known) => new(items
        .Where(item => string.IsNullOrWhiteSpace(item.ItemContext))
        .Select(item => ItemReference.Normal(item.ItemDefinition))
        .Where(reference => reference.IndexOf('.', StringComparison.Ordinal) > 0)
        .GroupBy(reference => reference[..reference.IndexOf('.', StringComparison.Ordinal)], StringComparer.OrdinalIgnoreCase)
        .Where(references => known.Find(references.Key) is null)
        .Select(references => new KnownObject(references.Key) { Items = ItemsOf(references) }));

    private static Dictionary<string, KnownAttribute> ItemsOf(IEnumerable<string> references)
    {
        var items = new Dictionary<string, KnownAttribute>(StringComparer.OrdinalIgnoreCase);
        foreach (var reference in references)
        {
            var isArray = reference.EndsWith(Brackets, StringComparison.Ordinal);
            var name = isArray ? reference[..^Brackets.Length] : reference;
            items[name] = new KnownAttribute(name) { IsArray = isArray };
        }

        return items;
    }
}
