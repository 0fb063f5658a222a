namespace Gateway.Contracts;

/// <summary>
/// The one form in which item references are compared: without the blanks around them, with their context in front, whatever their
/// case. Filters, rights and known values all use it, and the page by its own copy.
/// </summary>
public static class ItemReference
{
    /// <summary>The reference without the blanks around it.</summary>
    public static string Normal(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Trim();
    }

    /// <summary>
    /// What an item may mean: with a context, which object of two its reference begins with is known to the platform only. The first
    /// is what it means when the reference is relative.
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

    /// <summary>A relative reference, such as <c>MyArea.Code</c>, to an object that only the platform can name.</summary>
    public static bool IsOfAnotherObject(string reference, string? context) =>
        !string.IsNullOrWhiteSpace(context) && Normal(reference).Split('.')[0] is var word
        && word.StartsWith("My", StringComparison.OrdinalIgnoreCase);
}
