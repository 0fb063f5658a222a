namespace Gateway.Contracts;

/// <summary>How long the session lives without activity. Attached subscribers keep it alive.</summary>
public sealed record LeaseInfo
{
    public required int Seconds { get; init; }

    /// <summary>When the session is closed if nothing happens; absent while a subscriber is attached.</summary>
    public DateTime? ExpiresAt { get; init; }

    public bool CloseWhenDetached { get; init; }

    /// <summary>How long the session is kept after its last subscriber left; present when it closes when detached.</summary>
    public int? GraceSeconds { get; init; }

    /// <summary>When it is closed unless a subscriber attaches; present while it is detached.</summary>
    public DateTime? GraceEndsAt { get; init; }
}
