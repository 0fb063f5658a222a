using System.Globalization;
using System.Text;

namespace Gateway.Web.Login;

/// <summary>A user name as somebody typed it, made fit for a log line: one line, printable, short.</summary>
internal static class LogName
{
    private const int MaxLength = 64;

    public static string Of(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "(none)";
        }

        var text = new StringBuilder(MaxLength);
        foreach (var rune in name.EnumerateRunes())
        {
            if (text.Length >= MaxLength)
            {
                return text.Append('…').ToString();
            }

            text.Append(IsHarmless(rune) ? rune.ToString() : "?");
        }

        return text.ToString();
    }

    /// <summary>The name with everything replaced that <see cref="Of"/> replaces, at full length: equal to the name when that is sound.</summary>
    public static string Sound(string name) => string.Concat(name.EnumerateRunes().Select(rune => IsHarmless(rune) ? rune.ToString() : "?"));

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
