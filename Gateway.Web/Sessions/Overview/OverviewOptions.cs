namespace Gateway.Web.Sessions.Overview;

/// <summary>Bounds of what is shown to those who watch the gateway. Section <c>Gateway:Overview</c>.</summary>
internal sealed class OverviewOptions
{
    public const string Section = "Gateway:Overview";

    /// <summary>How often the figures are read while anyone watches, in milliseconds.</summary>
    public int SampleIntervalMs { get; set; } = 1_000;

    /// <summary>Largest number of overview streams at the same time.</summary>
    public int MaxWatchers { get; set; } = 100;

    /// <summary>Number of faults of sessions that are kept, also when the sessions are gone.</summary>
    public int KeptFaults { get; set; } = 200;
}
