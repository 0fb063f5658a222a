using System.Text;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Web.Tests.Platform.Metrics;

/// <summary>The metrics of the golden file, with their labels and values.</summary>
internal sealed partial class KnownSeries
{
    private readonly Dictionary<string, HashSet<(string Label, string Value)>> _metrics = [];

    public KnownSeries()
    {
        foreach (var line in Encoding.UTF8.GetString(Golden.Read("metrics.txt")).Split('\n').Where(line => line.StartsWith("gateway_", StringComparison.Ordinal)))
        {
            var name = line.Split('{')[0];
            var labels = _metrics.TryGetValue(name, out var earlier) ? earlier : _metrics[name] = [];
            labels.UnionWith(Label().Matches(line).Select(label => (label.Groups[1].Value, label.Groups[2].Value)));
        }
    }

    public IEnumerable<string> Names => _metrics.Keys;

    public bool Has(string metric) => _metrics.ContainsKey(metric);

    public IEnumerable<string> LabelsOf(string metric) => _metrics.TryGetValue(metric, out var labels) ? labels.Select(label => label.Label) : [];

    public bool HasValue(string metric, string label, string value) => _metrics.TryGetValue(metric, out var labels) && labels.Contains((label, value));

    [GeneratedRegex("""(\w+)="([^"]*)""")]
    private static partial Regex Label();
}
