namespace Gateway.Web.Access.Tokens;

/// <summary>What a token shall allow. The issuer checks form only; whether it may be handed out is the caller's decision.</summary>
internal sealed record TokenRequest
{
    public required string Subject { get; init; }

    /// <summary>Known scopes, at least one.</summary>
    public required IReadOnlyCollection<string> Scopes { get; init; }

    public IReadOnlyCollection<string> SessionTags { get; init; } = [];

    /// <summary>Binds the token to one session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Item reference globs the token sees, at least one; null for all items.</summary>
    public IReadOnlyCollection<string>? Read { get; init; }

    /// <summary>Item reference globs the token writes, at least one; null for those it sees.</summary>
    public IReadOnlyCollection<string>? Write { get; init; }

    /// <summary>What the token is for, for people. Kept in the list of tokens, not in the token.</summary>
    public string? Label { get; init; }

    public required TimeSpan Lifetime { get; init; }
}
