using System.Collections.Concurrent;
using System.Globalization;

namespace Gateway.Web.Diagnostics;

/// <summary>
/// One metric with its series. The number of series is bounded: what comes after is summed in one overflow series, so that a
/// label taken from outside costs accuracy and never memory. A known label set is found without allocating.
/// </summary>
internal sealed class MetricFamily
{
    private const string OverflowLabels = "overflow=\"true\"";

    // The same labels in another order are another lookup entry of the same series.
    private const int LookupsPerSeries = 4;

    private readonly Lock _creating = new();
    private readonly ConcurrentDictionary<int, Lookup> _lookups = new();
    private readonly Dictionary<string, MetricSeries> _byLabels = new(StringComparer.Ordinal);
    private readonly int _maxSeries;
    private MetricSeries? _unlabelled;
    private int _lookupCount;

    public MetricFamily(string name, MetricKind kind, string? help, double[] bounds, int maxSeries)
    {
        Name = name;
        Kind = kind;
        Help = help;
        Bounds = bounds;
        _maxSeries = maxSeries;
    }

    public string Name { get; }

    public MetricKind Kind { get; }

    public string? Help { get; }

    /// <summary>Upper bounds of a histogram's buckets; empty for other kinds.</summary>
    public double[] Bounds { get; }

    public MetricSeries SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return _unlabelled ?? Create(tags, 0);
        }

        var hash = HashOf(tags);
        for (var entry = _lookups.GetValueOrDefault(hash); entry is not null; entry = entry.Next)
        {
            if (entry.Matches(tags))
            {
                return entry.Series;
            }
        }

        return Create(tags, hash);
    }

    /// <returns>Copies, ordered by label text.</returns>
    public IReadOnlyList<MetricSample> Read()
    {
        lock (_creating)
        {
            return [.. _byLabels.Values.OrderBy(series => series.Labels, StringComparer.Ordinal).Select(series => series.Read())];
        }
    }

    private MetricSeries Create(ReadOnlySpan<KeyValuePair<string, object?>> tags, int hash)
    {
        lock (_creating)
        {
            var series = FindOrAdd(LabelsOf(tags));
            if (tags.IsEmpty)
            {
                _unlabelled = series;
            }
            else if (_lookupCount < _maxSeries * LookupsPerSeries)
            {
                _lookupCount++;
                _lookups[hash] = new Lookup(tags.ToArray(), series, _lookups.GetValueOrDefault(hash));
            }

            return series;
        }
    }

    private MetricSeries FindOrAdd(string labels)
    {
        if (_byLabels.TryGetValue(labels, out var known))
        {
            return known;
        }

        if (_byLabels.Count >= _maxSeries && labels != OverflowLabels)
        {
            return FindOrAdd(OverflowLabels);
        }

        return _byLabels[labels] = new MetricSeries(labels, Bounds);
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            labels[MetricNames.Label(tag.Key)] = MetricNames.EscapeLabel(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");
        }

        return string.Join(',', labels.Select(label => $"{label.Key}=\"{label.Value}\""));
    }

    private static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = default(HashCode);
        foreach (var tag in tags)
        {
            hash.Add(tag.Key);
            hash.Add(tag.Value);
        }

        return hash.ToHashCode();
    }

    private sealed record Lookup(KeyValuePair<string, object?>[] Tags, MetricSeries Series, Lookup? Next)
    {
        public bool Matches(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length != Tags.Length)
            {
                return false;
            }

            for (var i = 0; i < tags.Length; i++)
            {
                if (tags[i].Key != Tags[i].Key || !Equals(tags[i].Value, Tags[i].Value))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
