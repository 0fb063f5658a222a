namespace Gateway.CommandLine.Measuring;

/// <summary>What was measured. All times are milliseconds.</summary>
internal sealed record BenchReport
{
    public required double Seconds { get; init; }

    /// <summary>Events per second that the simulator was asked for.</summary>
    public required int AskedPerSecond { get; init; }

    public required long Events { get; init; }

    public required double EventsPerSecond { get; init; }

    /// <summary>Events that could not be given.</summary>
    public required long Missed { get; init; }

    /// <summary>From the callback in the worker to this program. The clocks of both machines are compared, so it is exact only on one machine.</summary>
    public Spread? DeliveryMs { get; init; }

    /// <summary>A command to the worker and back, while the events flow.</summary>
    public Spread? RoundTripMs { get; init; }
}
