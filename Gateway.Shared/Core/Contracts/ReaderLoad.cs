namespace Gateway.Contracts;

/// <summary>The figures of one reader. Rates are averages since the sample before, and absent in the first sample.</summary>
public sealed record ReaderLoad
{
    public required string ReaderId { get; init; }

    /// <summary><c>live</c> or <c>catchingUp</c>.</summary>
    public required SubscriptionPhase Phase { get; init; }

    /// <summary>Highest sequence handed to the reader, or passed over by its filter.</summary>
    public required long Position { get; init; }

    /// <summary>Events between the position and the latest.</summary>
    public required long Lag { get; init; }

    /// <summary>
    /// How long the first of these events has waited, milliseconds; 0 when there is none, and for readers of the change feed and of the
    /// alarms, where it is not measured.
    /// </summary>
    public required long LagMs { get; init; }

    /// <summary>Events waiting in the channel of the subscription.</summary>
    public required int Queued { get; init; }

    /// <summary>Events delivered per second.</summary>
    public double? EventsPerSecond { get; init; }

    /// <summary>Events delivered since the stream began.</summary>
    public required long Delivered { get; init; }

    /// <summary>Events that were merged into later ones of the same item since the stream began.</summary>
    public required long Conflated { get; init; }

    /// <summary>Events that were dropped by a lossy mode since the stream began.</summary>
    public required long Dropped { get; init; }

    /// <summary>How many times the channel was full.</summary>
    public required int SlowEpisodes { get; init; }

    /// <summary>Gaps that were reported to the reader.</summary>
    public required int Gaps { get; init; }
}
