using Gateway.Contracts;

namespace Gateway.Web.Access.Items;

/// <summary>The items that a token is bound to: those that any of its globs matches. Immutable; never empty.</summary>
internal sealed class ItemGlobSet
{
    /// <summary>Largest number of globs in one claim.</summary>
    public const int MaxCount = 200;

    private readonly string[] _patterns;

    public ItemGlobSet(IEnumerable<string> patterns) => _patterns = [.. patterns.Distinct(StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<string> Patterns => _patterns;

    /// <summary>Null when there are no globs: the token is not bound to items.</summary>
    public static ItemGlobSet? Of(IReadOnlyCollection<string>? patterns) => patterns is null ? null : new ItemGlobSet(patterns);

    /// <summary>Whether a set can be made of these globs. Null is valid: the token is not bound to items.</summary>
    public static bool AreValid(IReadOnlyCollection<string?>? patterns) =>
        patterns is null || (patterns.Count is > 0 and <= MaxCount && patterns.All(ItemGlob.IsValid));

    public bool Allow(string reference) => Array.Exists(_patterns, glob => ItemGlob.Matches(glob, ItemReference.Normal(reference)));

    /// <summary>
    /// A reference with a context object may mean more than one item; it is allowed only when every meaning is allowed. Which words at
    /// the beginning of a relative reference name another object is known only to the platform, so every reference that may begin with
    /// such a word is refused.
    /// </summary>
    public bool Allow(string reference, string? context) =>
        !ItemReference.IsOfAnotherObject(reference, context) && ItemReference.MeaningsOf(reference, context).All(Allow);

    /// <summary>True when every item that the other set allows is provably allowed by this set too.</summary>
    public bool Contain(ItemGlobSet narrower) =>
        narrower._patterns.All(inner => Array.Exists(_patterns, outer => ItemGlob.Contains(outer, inner)));
}
