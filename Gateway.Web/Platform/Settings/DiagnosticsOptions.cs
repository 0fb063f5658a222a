namespace Gateway.Web.Platform.Settings;

/// <summary>What the gateway shows of itself, and to whom.</summary>
internal sealed class DiagnosticsOptions
{
    public const string Section = "Gateway:Diagnostics";
    public const int DefaultMaxSeriesPerMetric = 200;
    public const int DefaultLogFileBytes = 16 * 1024 * 1024;
    public const int DefaultLogFiles = 10;

    public MetricsAccess MetricsAccess { get; set; } = MetricsAccess.Admin;

    /// <summary>Label combinations kept per metric; what comes later is summed in one series labelled <c>overflow="true"</c>.</summary>
    public int MaxSeriesPerMetric { get; set; } = DefaultMaxSeriesPerMetric;

    public LogFormat LogFormat { get; set; } = LogFormat.Simple;

    /// <summary>Directory of log files, relative to the content root; empty writes none. For whoever has no console, such as a Windows service.</summary>
    public string LogDirectory { get; set; } = "";

    /// <summary>Size at which a log file is closed and the next one begun, bytes.</summary>
    public int LogFileBytes { get; set; } = DefaultLogFileBytes;

    /// <summary>Log files kept, the current one included.</summary>
    public int LogFiles { get; set; } = DefaultLogFiles;
}
