namespace Gateway.Contracts;

/// <summary>What can be changed on a running stream. Replaces what was in force as a whole; the position stays.</summary>
public sealed record StreamSettings
{
    public StreamMode Mode { get; init; }

    public StreamFilter? Filter { get; init; }

    public SlowPolicy OnSlow { get; init; }

    /// <summary>As <see cref="StreamRequest.FlushIntervalMs"/>.</summary>
    public int? FlushIntervalMs { get; init; }

    /// <summary>A snapshot of the new selection comes before what follows.</summary>
    public bool Snapshot { get; init; }
}
