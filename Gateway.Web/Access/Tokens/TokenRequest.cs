namespace Gateway.Web.Access.Tokens;

/// <summary>
/// What a new token shall allow. The issuer checks only the form of the request; its caller decides whether the token may be issued.
/// </summary>
internal sealed record TokenRequest
{
    public required string Subject { get; init; }

    /// <summary>Known scopes, at least one.</summary>
    public required IReadOnlyCollection<string> Scopes { get; init; }

    public IReadOnlyCollection<string> SessionTags { get; init; } = [];

    /// <summary>The session to bind the token to; null to bind it to none.</summary>
    public string? SessionId { get; init; }

    /// <summary>Globs of the items that the token may read, at least one; null for all items.</summary>
    public IReadOnlyCollection<string>? Read { get; init; }

    /// <summary>Globs of the items that the token may write, at least one; null for those that it may read.</summary>
    public IReadOnlyCollection<string>? Write { get; init; }

    /// <summary>What the token is for, as a text for people. It is kept in the list of tokens, not in the token.</summary>
    public string? Label { get; init; }

    public required TimeSpan Lifetime { get; init; }
}
