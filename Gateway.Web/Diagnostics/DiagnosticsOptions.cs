namespace Gateway.Web.Diagnostics;

/// <summary>What the gateway shows of itself, and to whom.</summary>
internal sealed class DiagnosticsOptions
{
    public const string Section = "Gateway:Diagnostics";
    public const int DefaultMaxSeriesPerMetric = 200;

    public MetricsAccess MetricsAccess { get; set; } = MetricsAccess.Admin;

    /// <summary>Label combinations kept per metric; what comes later is summed in one series labelled <c>overflow="true"</c>.</summary>
    public int MaxSeriesPerMetric { get; set; } = DefaultMaxSeriesPerMetric;

    public LogFormat LogFormat { get; set; } = LogFormat.Simple;
}
