namespace Gateway.CommandLine.Tokens;

/// <summary>The token that is asked for. What is absent is left to the gateway.</summary>
internal sealed record TokenWish
{
    public string? Subject { get; init; }

    public string? Label { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public IReadOnlyList<string>? SessionTags { get; init; }

    public string? SessionId { get; init; }

    public IReadOnlyList<string>? Read { get; init; }

    public IReadOnlyList<string>? Write { get; init; }

    public int? LifetimeSeconds { get; init; }
}
