namespace Gateway.Web.Access.Items;

/// <summary>
/// An item reference glob: <c>*</c> matches any run of characters, <c>?</c> matches one character, and any other character matches
/// itself in either case. There is no escape character, so that the text alone decides what a glob matches.
/// </summary>
internal static class ItemGlob
{
    public const int MaxLength = 256;

    /// <summary>A backslash is refused because other implementations of globs read it as an escape character.</summary>
    public static bool IsValid(string? glob) =>
        glob is { Length: > 0 and <= MaxLength }
        && !char.IsWhiteSpace(glob[0])
        && !char.IsWhiteSpace(glob[^1])
        && !glob.Any(character => char.IsControl(character) || character == '\\');

    public static bool Matches(ReadOnlySpan<char> glob, ReadOnlySpan<char> reference) => Run(glob, reference, isPattern: false);

    /// <summary>
    /// True when every reference that the narrower glob matches is provably matched by the wider one. The decision compares the two
    /// texts: true is certain, false may be wrong for rare pairs (<c>?*</c> does contain <c>*a*</c>).
    /// </summary>
    public static bool Contains(string wider, string narrower) => Run(Canonical(wider), Canonical(narrower), isPattern: true);

    // With a pattern as the text, its wildcards are symbols: only "*" covers a "*" of the text, and either wildcard covers a "?".
    private static bool Run(ReadOnlySpan<char> glob, ReadOnlySpan<char> text, bool isPattern)
    {
        var (g, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (g < glob.Length && glob[g] == '*')
            {
                (star, mark) = (g++, t);
            }
            else if (g < glob.Length && Covers(glob[g], text[t], isPattern))
            {
                (g, t) = (g + 1, t + 1);
            }
            else if (star >= 0)
            {
                (g, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return glob[g..].Trim('*').IsEmpty;
    }

    private static bool Covers(char glob, char text, bool isPattern) => glob == '?'
        ? !isPattern || text != '*'
        : !(isPattern && IsWildcard(text)) && char.ToUpperInvariant(glob) == char.ToUpperInvariant(text);

    private static bool IsWildcard(char character) => character is '*' or '?';

    // "*?" and "?*" match the same references; one spelling makes them comparable.
    private static string Canonical(string glob)
    {
        var text = new System.Text.StringBuilder(glob.Length);
        for (var i = 0; i < glob.Length;)
        {
            var end = i;
            while (end < glob.Length && IsWildcard(glob[end]))
            {
                end++;
            }

            if (end == i)
            {
                text.Append(glob[i++]);
                continue;
            }

            var run = glob[i..end];
            text.Append('?', run.Count(character => character == '?'));
            text.Append('*', run.Contains('*', StringComparison.Ordinal) ? 1 : 0);
            i = end;
        }

        return text.ToString();
    }
}
