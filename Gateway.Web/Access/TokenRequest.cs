namespace Gateway.Web.Access;

/// <summary>What a token shall allow. The issuer checks form only; whether it may be handed out is the caller's decision.</summary>
internal sealed record TokenRequest
{
    public required string Subject { get; init; }

    /// <summary>Known scopes, at least one.</summary>
    public required IReadOnlyCollection<string> Scopes { get; init; }

    public IReadOnlyCollection<string> SessionTags { get; init; } = [];

    /// <summary>Binds the token to one session.</summary>
    public string? SessionId { get; init; }

    public required TimeSpan Lifetime { get; init; }
}
