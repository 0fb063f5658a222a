using System.Text.RegularExpressions;

namespace Gateway.Web.Tests.Platform.Metrics;

/// <summary>An expression of PromQL, as far as it names metrics, labels and values of labels.</summary>
internal sealed partial class PrometheusExpression(string text)
{
    private static readonly HashSet<string> Words =
    [
        "sum", "max", "min", "rate", "increase", "histogram_quantile", "label_values", "vector", "by", "on", "and", "or", "unless", "offset",
    ];

    // Prometheus itself adds these to what it scrapes.
    private static readonly HashSet<string> TargetLabels = ["job", "instance"];

    /// <summary>Names every metric, label and value that the gateway does not have.</summary>
    /// <param name="known">The series of the gateway.</param>
    /// <param name="legend">Text that shows labels of the result.</param>
    public IEnumerable<string> Unknown(KnownSeries known, string legend)
    {
        var labels = TargetLabels.Concat(Metrics().SelectMany(known.LabelsOf)).ToHashSet();
        var metrics = Metrics().Where(metric => metric != "up" && !known.Has(metric));
        var grouped = Grouping().Matches(text).SelectMany(list => list.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
            .Concat(LegendLabel().Matches(legend).Select(label => label.Groups[1].Value)).Where(label => !labels.Contains(label));
        return [.. metrics.Concat(grouped).Concat(UnknownSelections(known)).Select(name => $"{name} in: {text} {legend}")];
    }

    private IEnumerable<string> Metrics()
    {
        var bare = Duration().Replace(Grouping().Replace(Selection().Replace(text, "$1"), ""), "");
        return Name().Matches(bare).Select(name => name.Value).Where(name => !Words.Contains(name) && !TargetLabels.Contains(name)).Distinct();
    }

    private IEnumerable<string> UnknownSelections(KnownSeries known) =>
        from selection in Selection().Matches(text)
        let metric = selection.Groups[1].Value
        from matcher in Matcher().Matches(selection.Groups[2].Value)
        let label = matcher.Groups[1].Value
        where !TargetLabels.Contains(label) && !known.HasValue(metric, label, matcher.Groups[2].Value)
        select $"{metric}{{{matcher.Value}}}";

    [GeneratedRegex(@"\b(\w+)\{([^}]*)\}")]
    private static partial Regex Selection();

    [GeneratedRegex("""(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(?:by|on)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\[[^\]]*\]|\b\d+[smhd]\b")]
    private static partial Regex Duration();

    [GeneratedRegex("[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\{\s*(?:\$labels\.)?([a-z_]+)\s*\}\}")]
    private static partial Regex LegendLabel();
}
