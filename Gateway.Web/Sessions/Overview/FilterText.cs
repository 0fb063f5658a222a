using System.Globalization;
using Gateway.Contracts;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Describes a filter in one line for people.</summary>
internal static class FilterText
{
    /// <returns>Null when the filter restricts nothing.</returns>
    public static string? Of(StreamFilter? filter)
    {
        if (filter is null)
        {
            return null;
        }

        var parts = new[]
        {
            filter.References is { } references ? List(references) : null,
            filter.Items is { } items ? string.Create(CultureInfo.InvariantCulture, $"{items.Count} items by handle") : null,
            filter.Families is { } families ? List([.. families.Select(family => family.ToString())]) : null,
            filter.MinimumQuality is { } quality ? string.Create(CultureInfo.InvariantCulture, $"quality from {quality}") : null,
            filter.Deadband is { } deadband ? string.Create(CultureInfo.InvariantCulture, $"deadband {deadband}") : null,
            filter.DeadbandPercent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"deadband {percent} %") : null,
        };
        var text = string.Join("; ", parts.OfType<string>());
        return text.Length == 0 ? null : ShortText.Of(text);
    }

    private static string List(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "nothing",
        <= 3 => string.Join(", ", names),
        _ => string.Create(CultureInfo.InvariantCulture, $"{names[0]}, {names[1]} and {names.Count - 2} more"),
    };
}
