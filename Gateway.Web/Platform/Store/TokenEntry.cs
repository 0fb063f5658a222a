namespace Gateway.Web.Platform.Store;

/// <summary>A token that was handed out: what is needed to list and revoke it. The token itself is kept nowhere.</summary>
internal sealed class TokenEntry
{
    /// <summary>Given by the database, growing: the order in which tokens were made.</summary>
    public long Number { get; init; }

    /// <summary>Its <c>jti</c>.</summary>
    public required string TokenId { get; init; }

    public required string Subject { get; init; }

    public string? Label { get; init; }

    /// <summary>Separated by spaces, as in the token.</summary>
    public required string Scopes { get; init; }

    /// <summary>A JSON array.</summary>
    public required string SessionTags { get; init; }

    public string? SessionId { get; init; }

    /// <summary>A JSON array; null when the token is not bound to items.</summary>
    public string? ReadGlobs { get; init; }

    /// <summary>A JSON array; null when the token does not say.</summary>
    public string? WriteGlobs { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Subject that revoked it.</summary>
    public string? RevokedBy { get; set; }

    /// <summary>How it came about: admin, session, login, startup, offline.</summary>
    public required string Source { get; init; }

    /// <summary>Subject that made it.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>The token it was derived from. Revoked together with it.</summary>
    public string? ParentId { get; init; }

    /// <summary>The key that signed it, which is kept as long as the token lives.</summary>
    public required string Kid { get; init; }
}
