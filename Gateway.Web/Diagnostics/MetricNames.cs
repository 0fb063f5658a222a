using System.Text;

namespace Gateway.Web.Diagnostics;

/// <summary>OpenTelemetry names and units in the spelling of the Prometheus text format.</summary>
internal static class MetricNames
{
    /// <summary><c>gateway.pipe.read</c> in <c>By</c> becomes <c>gateway_pipe_read_bytes</c>; counters end in <c>_total</c>.</summary>
    public static string Of(string name, string? unit, MetricKind kind)
    {
        var text = Sanitize(name);
        if (UnitSuffix(unit, kind) is { } suffix && !text.EndsWith(suffix, StringComparison.Ordinal))
        {
            text += suffix;
        }

        return kind is MetricKind.Counter or MetricKind.ObservedCounter && !text.EndsWith("_total", StringComparison.Ordinal)
            ? text + "_total"
            : text;
    }

    public static string Label(string name) => Sanitize(name).Replace(':', '_');

    public static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);

    public static string EscapeHelp(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    // Units in braces are annotations ({event}) and have no suffix.
    private static string? UnitSuffix(string? unit, MetricKind kind) => unit switch
    {
        "s" => "_seconds",
        "ms" => "_milliseconds",
        "us" => "_microseconds",
        "By" => "_bytes",
        "%" => "_percent",
        "1" when kind == MetricKind.Gauge => "_ratio",
        _ => null,
    };

    private static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var character in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(character) || character == ':' ? character : '_');
        }

        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? $"_{text}" : text.ToString();
    }
}
