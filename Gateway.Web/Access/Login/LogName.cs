using System.Globalization;
using System.Text;

namespace Gateway.Web.Access.Login;

/// <summary>Makes a user name that somebody typed safe for a log line: one line, printable, short.</summary>
internal static class LogName
{
    private const int MaxLength = 64;

    public static string Of(string? name) => string.IsNullOrEmpty(name) ? "(none)" : Line(name, MaxLength);

    /// <summary>Puts any text from outside on one line and cuts it at the given length.</summary>
    public static string Line(string foreign, int maxLength)
    {
        var text = new StringBuilder();
        foreach (var rune in foreign.EnumerateRunes())
        {
            if (text.Length >= maxLength)
            {
                return text.Append('…').ToString();
            }

            text.Append(IsHarmless(rune) ? rune.ToString() : "?");
        }

        return text.ToString();
    }

    /// <summary>Whether <see cref="Of"/> would replace no character of the name, whatever its length.</summary>
    public static bool IsClean(string name) => name.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && IsHarmless(rune));

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
