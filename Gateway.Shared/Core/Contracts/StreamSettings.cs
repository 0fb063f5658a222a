namespace Gateway.Contracts;

/// <summary>The settings that can be changed on a running stream. They replace all earlier settings; the position does not change.</summary>
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
