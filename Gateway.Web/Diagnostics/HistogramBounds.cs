using System.Diagnostics.Metrics;

namespace Gateway.Web.Diagnostics;

/// <summary>Buckets of histograms: those the instrument advises, otherwise fixed ones for its unit.</summary>
internal static class HistogramBounds
{
    // From half a millisecond, a hop inside the gateway, to half a minute, the longest command.
    private static readonly double[] Seconds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private static readonly double[] Bytes = [64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304];

    private static readonly double[] Counts = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 100000];

    public static double[] Of(Instrument histogram) => Advised(histogram) ?? histogram.Unit switch
    {
        "s" => Seconds,
        "ms" => [.. Seconds.Select(bound => bound * 1000)],
        "By" => Bytes,
        _ => Counts,
    };

    private static double[]? Advised(Instrument histogram) => histogram switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => null,
    };
}
