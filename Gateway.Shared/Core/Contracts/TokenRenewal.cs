namespace Gateway.Contracts;

/// <summary>What the connection has after <c>RenewToken</c>.</summary>
public sealed record TokenRenewal
{
    /// <summary>When the new token ends, UTC.</summary>
    public required DateTime ExpiresAt { get; init; }
}
