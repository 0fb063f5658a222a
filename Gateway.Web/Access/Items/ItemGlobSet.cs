using Gateway.Contracts;

namespace Gateway.Web.Access.Items;

/// <summary>The items a token is bound to: those that any of its globs matches. Immutable; never empty.</summary>
internal sealed class ItemGlobSet
{
    /// <summary>Most globs in one claim.</summary>
    public const int MaxCount = 200;

    private readonly string[] _patterns;

    public ItemGlobSet(IEnumerable<string> patterns) => _patterns = [.. patterns.Distinct(StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<string> Patterns => _patterns;

    /// <summary>Null where there are none: the token is not bound to items.</summary>
    public static ItemGlobSet? Of(IReadOnlyCollection<string>? patterns) => patterns is null ? null : new ItemGlobSet(patterns);

    public bool Allow(string reference) => Array.Exists(_patterns, glob => ItemGlob.Matches(glob, ItemReference.Normal(reference)));

    /// <summary>
    /// An item with a context object may mean more than one thing; it is allowed when each of them is. Which words of a relative
    /// reference mean another object is known to the platform only, so that all that begin like one are refused.
    /// </summary>
    public bool Allow(string reference, string? context) =>
        !ItemReference.IsOfAnotherObject(reference, context) && ItemReference.MeaningsOf(reference, context).All(Allow);

    /// <summary>True when each item the other allows is provably allowed here too.</summary>
    public bool Contain(ItemGlobSet narrower) =>
        narrower._patterns.All(inner => Array.Exists(_patterns, outer => ItemGlob.Contains(outer, inner)));
}
