using Gateway.Contracts;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>
/// Searches what is known of a source for one request. Who may not read an item does not find it, nor an object or an area that has no other;
/// an object whose items are not known is found only by those who may read everything.
/// </summary>
internal sealed class ItemSearch(IReadOnlyList<KnownGalaxy> galaxies, FindItemsRequest request, ItemGlobSet? readable)
{
    private readonly SearchText _text = new(request.Like);

    /// <summary>Objects in which nothing was found because their attributes are not known.</summary>
    public int UnreadObjects => readable is null ? Objects.Count(one => one.ReadAt is null) : 0;

    public (IReadOnlyList<FoundPlace> Entries, string? Next, int Total) FindItems() => Pager.Choose(
        galaxies.Select(one => one.Items).Aggregate<IEnumerable<FoundPlace>>((first, second) => Merge(first, second, place => place.Item.Reference))
            .Where(place => IsInPlace(place.Object) && _text.Matches(place.Item.Reference, place.Object.Description) && MayRead(place.Item)),
        place => place.Item.Reference);

    public (IReadOnlyList<KnownObject> Entries, string? Next, int Total) FindObjects() =>
        Pager.Choose(Objects.Where(one => _text.Matches(one.Name, one.Description) && IsVisible(one)), one => one.Name);

    public (IReadOnlyList<FoundItem> Entries, string? Next, int Total) FindAreas() => Pager.Choose(
        Objects.Where(IsVisible).GroupBy(one => one.Area ?? "", StringComparer.OrdinalIgnoreCase)
            .Where(area => _text.Matches(area.Key, null))
            .OrderBy(area => area.Key, StringComparer.OrdinalIgnoreCase)
            .Select(area => new FoundItem { Level = ItemLevel.Area, Reference = area.Key, Count = area.Count() }),
        area => area.Reference);

    /// <summary>The number of items that the caller may read; null while they are not known.</summary>
    public int? CountOf(KnownObject one) => one.ReadAt is null && one.Items.Count == 0 ? null : readable is null ? one.Items.Count : one.Items.Values.Count(MayRead);

    /// <summary>Whether the caller may read the item with the reference under which it is added.</summary>
    public bool MayRead(KnownAttribute item) => readable?.Allow(item.FullReference) ?? true;

    private Pager Pager => new(_text, request);

    private IEnumerable<KnownObject> Objects => galaxies.Select(one => one.Objects)
        .Aggregate<IEnumerable<KnownObject>>((first, second) => Merge(first, second, one => one.Name)).Where(IsInPlace);

    private bool IsVisible(KnownObject one) => readable is null || one.Items.Values.Any(MayRead);

    private bool IsInPlace(KnownObject one) =>
        (request.Area is null || request.Area.Equals(one.Area ?? "", StringComparison.OrdinalIgnoreCase))
        && (string.IsNullOrEmpty(request.Object) || request.Object.Equals(one.Name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<T> Merge<T>(IEnumerable<T> first, IEnumerable<T> second, Func<T, string> nameOf)
    {
        using var others = second.GetEnumerator();
        var more = others.MoveNext();
        foreach (var one in first)
        {
            while (more && string.Compare(nameOf(others.Current), nameOf(one), StringComparison.OrdinalIgnoreCase) < 0)
            {
                yield return others.Current;
                more = others.MoveNext();
            }

            yield return one;
        }

        while (more)
        {
            yield return others.Current;
            more = others.MoveNext();
        }
    }
}
