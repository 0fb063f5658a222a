using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Gateway.CommandLine.Running;

/// <summary>Durations on the command line, such as <c>500ms</c>, <c>30s</c>, <c>15m</c>, <c>12h</c> and <c>30d</c>.</summary>
internal static class Durations
{
    private const int MostUnits = 1_000_000;

    // The longer name first: 5ms ends with an s too.
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    public static Option<TimeSpan?> Option(string name, string description) => new(name)
    {
        HelpName = "500ms|30s|15m|12h|30d",
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Parse(name, result),
    };

    /// <summary>The duration that a text says; null when it says none.</summary>
    public static TimeSpan? Parse(string text)
    {
        var (unit, length) = Units.FirstOrDefault(one => text.EndsWith(one.Unit, StringComparison.Ordinal));
        return unit is not null && int.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostUnits
            ? count * length
            : null;
    }

    private static TimeSpan? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Parse(text) is { } duration)
        {
            return duration;
        }

        result.AddError($"{name} '{text}' is not a number with a unit, such as 500ms, 30s, 15m, 12h or 30d.");
        return null;
    }
}
