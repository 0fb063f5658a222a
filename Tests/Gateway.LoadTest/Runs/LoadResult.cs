namespace Gateway.LoadTest.Runs;

/// <summary>The figures of one run.</summary>
internal sealed record LoadResult
{
    public required string Target { get; init; }

    /// <summary>Number of the round. The results of one round were measured shortly after one another.</summary>
    public int Round { get; init; }

    /// <summary>Requested deliveries per second.</summary>
    public required int Rate { get; init; }

    /// <summary>Events per second that reached a subscriber.</summary>
    public required double Deliveries { get; init; }

    /// <summary>CPU time of the server process per delivery.</summary>
    public required double CpuMicrosecondsPerDelivery { get; init; }

    /// <summary>CPU time of the workers per raised event.</summary>
    public required double WorkerMicrosecondsPerEvent { get; init; }

    /// <summary>Allocated bytes per delivery; null when the server does not report them.</summary>
    public required double? AllocatedPerDelivery { get; init; }

    public required double WireBytesPerDelivery { get; init; }

    public required double EventsPerMessage { get; init; }

    /// <summary>By how much the server's memory grows for each connected subscriber, before anything is sent.</summary>
    public required double ResidentKilobytesPerSubscriber { get; init; }

    /// <summary>Milliseconds from the time stamp of an event until its subscriber has read it.</summary>
    public required (double Half, double P99, double P999) Latency { get; init; }

    /// <summary>The problems; empty when every subscriber got every event.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Whether the target conflates on purpose.</summary>
    public required bool Conflates { get; init; }

    public bool KeptUp => Conflates || Deliveries > 0.97 * Rate;
}
