namespace Gateway.Contracts;

/// <summary>The alarms of one moment, as <c>GET /api/alarms</c> gives them.</summary>
public sealed record AlarmsNow
{
    public required string Epoch { get; init; }

    /// <summary>The position: transitions after it are not in it.</summary>
    public required long AsOf { get; init; }

    public required AlarmMonitor Monitor { get; init; }

    public required IReadOnlyList<Alarm> Alarms { get; init; }
}
