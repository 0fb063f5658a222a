namespace Gateway.Web.Diagnostics;

/// <summary>A consistent copy of one series.</summary>
/// <param name="Labels">The labels as text; empty for none.</param>
/// <param name="Value">The value; of a histogram, the sum.</param>
/// <param name="Count">Measurements of a histogram.</param>
/// <param name="Buckets">Measurements in each bucket of a histogram, not cumulated; the last is unbounded.</param>
/// <param name="Round">Scrape that last observed it; 0 for what is not observed.</param>
internal sealed record MetricSample(string Labels, double Value, long Count, IReadOnlyList<long> Buckets, long Round);
