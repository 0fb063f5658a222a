using Gateway.Contracts;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Streams.Events;

/// <summary>Makes the item that announces to a reader that the items it may see have changed.</summary>
internal static class AccessChange
{
    private static readonly ItemGlobSet All = new(["*"]);

    /// <summary>Null when nothing changes.</summary>
    public static AccessItem? Between(ItemGlobSet? before, ItemGlobSet? after)
    {
        var (had, has) = (before ?? All, after ?? All);
        var widened = Beyond(had, has);
        var narrowed = Beyond(has, had);
        return widened.Length + narrowed.Length == 0 ? null : new AccessItem { Widened = widened, Narrowed = narrowed };
    }

    private static string[] Beyond(ItemGlobSet bounds, ItemGlobSet globs) =>
        [.. globs.Patterns.Where(glob => !bounds.Contain(new ItemGlobSet([glob])))];
}
