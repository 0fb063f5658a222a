namespace Gateway.LoadTest.Runs;

/// <summary>Figures of one run.</summary>
internal sealed record LoadResult
{
    public required string Target { get; init; }

    /// <summary>Results of one round were measured close together.</summary>
    public int Round { get; init; }

    /// <summary>Deliveries a second that were asked for.</summary>
    public required int Rate { get; init; }

    /// <summary>Events that reached a subscriber, a second.</summary>
    public required double Deliveries { get; init; }

    /// <summary>Of the server process.</summary>
    public required double CpuMicrosecondsPerDelivery { get; init; }

    /// <summary>Of the workers, to an event made.</summary>
    public required double WorkerMicrosecondsPerEvent { get; init; }

    /// <summary>Null when the server does not tell.</summary>
    public required double? AllocatedPerDelivery { get; init; }

    public required double WireBytesPerDelivery { get; init; }

    public required double EventsPerMessage { get; init; }

    /// <summary>How much more the server holds in memory for a connected subscriber before anything is sent.</summary>
    public required double ResidentKilobytesPerSubscriber { get; init; }

    /// <summary>Milliseconds from the making of an event until its subscriber has read it.</summary>
    public required (double Half, double P99, double P999) Latency { get; init; }

    /// <summary>What was wrong; empty when every subscriber had every event.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Merges on purpose.</summary>
    public required bool Conflates { get; init; }

    public bool KeptUp => Conflates || Deliveries > 0.97 * Rate;
}
