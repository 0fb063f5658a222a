namespace Gateway.Contracts;

/// <summary>What the server granted, so that a client guesses nothing.</summary>
public sealed record StreamLimits
{
    /// <summary>Size of the subscription's channel in events.</summary>
    public required int BufferEvents { get; init; }

    public required int MaxBatch { get; init; }

    /// <summary>Most events the history keeps; 0: there is none.</summary>
    public required int HistoryEvents { get; init; }

    /// <summary>Greatest age of an event in history, seconds; 0: not bounded.</summary>
    public required int HistorySeconds { get; init; }

    /// <summary>An <c>idle</c> item comes at least this often when nothing else does, milliseconds.</summary>
    public required int IdleIntervalMs { get; init; }

    /// <summary>When the caller's token ends, UTC.</summary>
    public DateTime? TokenExpiresAt { get; init; }
}
