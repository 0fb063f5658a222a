namespace Gateway.Web.Platform.Store;

/// <summary>A token that was issued: what is needed to list and revoke it. The token itself is not stored.</summary>
internal sealed class TokenEntry
{
    /// <summary>Assigned by the database in the order in which the tokens were created.</summary>
    public long Number { get; init; }

    /// <summary>The <c>jti</c> of the token.</summary>
    public required string TokenId { get; init; }

    public required string Subject { get; init; }

    public string? Label { get; init; }

    /// <summary>The scopes, separated by spaces as in the token.</summary>
    public required string Scopes { get; init; }

    /// <summary>The session tags as a JSON array.</summary>
    public required string SessionTags { get; init; }

    public string? SessionId { get; init; }

    /// <summary>A JSON array of item reference globs; null when the token is not bound to items.</summary>
    public string? ReadGlobs { get; init; }

    /// <summary>A JSON array of item reference globs; null when the token does not say.</summary>
    public string? WriteGlobs { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>The subject that revoked the token.</summary>
    public string? RevokedBy { get; set; }

    /// <summary>How the token was created: admin, session, login, startup, offline.</summary>
    public required string Source { get; init; }

    /// <summary>The subject that created the token.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>The token from which this token was derived. When the parent is revoked, this token is revoked too.</summary>
    public string? ParentId { get; init; }

    /// <summary>The id of the key that signed the token. The key is kept until the token expires.</summary>
    public required string Kid { get; init; }
}
