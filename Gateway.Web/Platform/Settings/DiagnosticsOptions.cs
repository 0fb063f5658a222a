namespace Gateway.Web.Platform.Settings;

/// <summary>What the gateway shows about itself, and to whom. Section <c>Gateway:Diagnostics</c>.</summary>
internal sealed class DiagnosticsOptions
{
    public const string Section = "Gateway:Diagnostics";
    public const int DefaultMaxSeriesPerMetric = 200;
    public const int DefaultLogFileBytes = 16 * 1024 * 1024;
    public const int DefaultLogFiles = 10;

    public MetricsAccess MetricsAccess { get; set; } = MetricsAccess.Admin;

    /// <summary>
    /// Largest number of label combinations per metric. Further combinations are summed in one series with the label
    /// <c>overflow="true"</c>.
    /// </summary>
    public int MaxSeriesPerMetric { get; set; } = DefaultMaxSeriesPerMetric;

    public LogFormat LogFormat { get; set; } = LogFormat.Simple;

    /// <summary>
    /// Directory of the log files, relative to the content root; empty writes no files. It is meant for gateways without a console,
    /// such as a Windows service.
    /// </summary>
    public string LogDirectory { get; set; } = "";

    /// <summary>Size at which a log file is closed and the next one is begun, in bytes.</summary>
    public int LogFileBytes { get; set; } = DefaultLogFileBytes;

    /// <summary>Number of log files that are kept, including the current one.</summary>
    public int LogFiles { get; set; } = DefaultLogFiles;
}
