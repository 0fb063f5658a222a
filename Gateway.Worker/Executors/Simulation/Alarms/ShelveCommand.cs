using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>The text of <c>AlarmShelveCmd</c>: <c>Duration=&lt;hours&gt;; Reason="…";</c>. Both parts may be absent; a duration of 0 unshelves.</summary>
/// <param name="Duration">How long the alarm stays shelved.</param>
/// <param name="Reason">Shown as <c>AlarmShelveReason</c>.</param>
internal sealed partial record ShelveCommand(TimeSpan Duration, string Reason)
{
    public const int MaxText = 1024;
    private const double MaxHours = 8760;

    /// <summary>Reads a command; null when the text is not a command or the duration is more than a year.</summary>
    public static ShelveCommand? Parse(string text)
    {
        if (text.Length > MaxText || Syntax().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var hours = match.Groups["hours"] is { Success: true } given ? double.Parse(given.Value, CultureInfo.InvariantCulture) : 0;
        return hours <= MaxHours ? new ShelveCommand(TimeSpan.FromHours(hours), match.Groups["reason"].Value) : null;
    }

    [GeneratedRegex("""^\s*(Duration\s*=\s*(?<hours>\d{1,9}(\.\d{1,9})?)\s*(;\s*|$))?(Reason\s*=\s*"(?<reason>[^"]*)"\s*;?\s*)?$""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Syntax();
}
