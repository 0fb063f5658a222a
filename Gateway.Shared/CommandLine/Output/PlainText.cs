using System.Globalization;
using System.Text;

namespace Gateway.CommandLine.Output;

/// <summary>
/// Texts from a gateway as a terminal may show them. A value of an item can contain anything, also sequences that make a terminal change its
/// title, its colours or what is already on it; so characters that are not visible are written out, and a long text is cut.
/// </summary>
internal static class PlainText
{
    /// <summary>Longest text of one cell of a table, in characters.</summary>
    public const int LongestCell = 200;

    /// <summary>Longest text of one line, in characters.</summary>
    public const int LongestLine = 4_000;

    private const char Ellipsis = '…';

    /// <param name="text">Any text; null is empty.</param>
    /// <param name="longest">What is longer is cut and ends with an ellipsis.</param>
    public static string Of(string? text, int longest = LongestCell)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var plain = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= longest)
            {
                return plain.Append(Ellipsis).ToString();
            }

            Append(plain, rune);
        }

        return plain.ToString();
    }

    private static void Append(StringBuilder plain, Rune rune)
    {
        switch (rune.Value)
        {
            case '\n':
                plain.Append(@"\n");
                break;
            case '\r':
                plain.Append(@"\r");
                break;
            case '\t':
                plain.Append(@"\t");
                break;
            default:
                if (IsVisible(rune))
                {
                    plain.Append(rune.ToString());
                }
                else
                {
                    plain.Append(CultureInfo.InvariantCulture, $@"\u{{{rune.Value:X}}}");
                }

                break;
        }
    }

    // Format characters change the direction of what follows, or join and hide characters.
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
