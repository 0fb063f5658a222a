namespace Gateway.Web.Diagnostics;

/// <summary>How measurements of an instrument become a value.</summary>
internal enum MetricKind
{
    /// <summary>Measurements are added; the sum never falls.</summary>
    Counter,

    /// <summary>Measurements are added; the sum may fall.</summary>
    UpDownCounter,

    /// <summary>Each measurement replaces the value.</summary>
    Gauge,

    /// <summary>An observed total: replaces the value, which never falls.</summary>
    ObservedCounter,

    /// <summary>Measurements are counted into buckets.</summary>
    Histogram,
}
