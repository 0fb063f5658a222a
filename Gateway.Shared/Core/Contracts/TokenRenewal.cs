namespace Gateway.Contracts;

/// <summary>What the connection has after <c>RenewToken</c>.</summary>
public sealed record TokenRenewal
{
    /// <summary>When the new token ends, UTC.</summary>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>
    /// How long that still is by the gateway's clock, milliseconds: what a client goes by, whose own clock may be wrong. Null where
    /// the gateway is of an earlier version.
    /// </summary>
    public long? ExpiresInMs { get; init; }
}
