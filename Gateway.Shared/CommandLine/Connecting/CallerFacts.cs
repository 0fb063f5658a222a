namespace Gateway.CommandLine.Connecting;

/// <summary>What the gateway says of the caller.</summary>
internal sealed record CallerFacts
{
    public const string Path = "api/me";

    public required string Subject { get; init; }

    public required string TokenId { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> SessionTags { get; init; } = [];

    public required DateTime ExpiresAt { get; init; }
}
