namespace Gateway.Web.Diagnostics;

/// <summary>One metric as read in a scrape.</summary>
internal sealed record MetricReading(
    string Name, MetricKind Kind, string? Help, IReadOnlyList<double> Bounds, IReadOnlyList<MetricSample> Samples);
