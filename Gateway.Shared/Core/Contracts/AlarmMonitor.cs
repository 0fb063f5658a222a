namespace Gateway.Contracts;

/// <summary>Whether the gateway sees the alarms.</summary>
public sealed record AlarmMonitor
{
    public required AlarmMonitorStatus Status { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>Why it is not watching, or not all of it.</summary>
    public string? Reason { get; init; }

    /// <summary>Number of alarms that are watched.</summary>
    public required int Watched { get; init; }

    /// <summary>Number of watched alarms whose condition is not known.</summary>
    public required int Unknown { get; init; }
}
