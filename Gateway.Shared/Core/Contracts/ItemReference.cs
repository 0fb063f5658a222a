namespace Gateway.Contracts;

/// <summary>
/// The rules by which item references are compared: spaces around a reference do not count, a relative reference is completed with its
/// context object, and case makes no difference. Filters, rights and known values use these rules; the page has its own copy of them.
/// </summary>
public static class ItemReference
{
    /// <summary>The reference without the spaces around it.</summary>
    public static string Normal(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Trim();
    }

    /// <summary>
    /// The references that an item may mean. With a context only the platform knows whether the reference is relative to the context or
    /// absolute, so both meanings are returned, the relative one first.
    /// </summary>
    public static IReadOnlyList<string> MeaningsOf(string reference, string? context)
    {
        var text = Normal(reference);
        if (string.IsNullOrWhiteSpace(context) || IsOfAnotherObject(reference, context))
        {
            return [text];
        }

        var word = text.Split('.')[0];
        return word.Equals("Me", StringComparison.OrdinalIgnoreCase)
            ? [context.Trim() + text[word.Length..]]
            : [$"{context.Trim()}.{text.TrimStart('.')}", text];
    }

    /// <summary>
    /// True when the reference may begin with a word such as <c>MyArea</c>, which names another object that only the platform knows.
    /// </summary>
    public static bool IsOfAnotherObject(string reference, string? context) =>
        !string.IsNullOrWhiteSpace(context) && Normal(reference).Split('.')[0] is var word
        && word.StartsWith("My", StringComparison.OrdinalIgnoreCase);
}
