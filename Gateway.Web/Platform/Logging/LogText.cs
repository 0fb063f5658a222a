using System.Globalization;
using System.Text;

namespace Gateway.Web.Platform.Logging;

/// <summary>
/// Makes text safe for a log. Callers choose parts of log texts: without a limit one call could fill the disk, and control characters
/// could make a terminal show text that was never logged.
/// </summary>
internal static class LogText
{
    /// <summary>Longest text of a message, and of an exception with its stack trace.</summary>
    public const int MaxCharacters = 4_096;

    public static bool IsClean(string text)
    {
        if (text.Length > MaxCharacters)
        {
            return false;
        }

        foreach (var character in text)
        {
            if (IsHarmful(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The text with harmful characters written as <c>\u001b</c>. A text that is too long is cut, and the number of cut characters is
    /// added.
    /// </summary>
    public static string Clean(string text)
    {
        if (IsClean(text))
        {
            return text;
        }

        var kept = Math.Min(text.Length, MaxCharacters);
        var clean = new StringBuilder(kept);
        foreach (var character in text.AsSpan(0, kept))
        {
            if (IsHarmful(character))
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                clean.Append(character);
            }
        }

        return kept == text.Length ? clean.ToString() : clean.Append(CultureInfo.InvariantCulture, $"… ({text.Length - kept} more characters)").ToString();
    }

    // Line ends and tabs are left to each log, which knows how long its entries are. The other characters control a terminal or change
    // the order in which text is shown.
    private static bool IsHarmful(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
        || character is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
