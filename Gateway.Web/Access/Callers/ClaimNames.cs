namespace Gateway.Web.Access.Callers;

/// <summary>Claims of a gateway token, spelled as in the token: they are never mapped to long names.</summary>
internal static class ClaimNames
{
    public const string Subject = "sub";
    public const string TokenId = "jti";
    public const string Issuer = "iss";
    public const string Audience = "aud";
    public const string IssuedAt = "iat";
    public const string ExpiresAt = "exp";

    /// <summary>Scopes, separated by spaces.</summary>
    public const string Scope = "scope";

    /// <summary>An array of session tags.</summary>
    public const string SessionTags = "session_tags";

    /// <summary>Optional: the one session the token is bound to.</summary>
    public const string SessionId = "session_id";

    /// <summary>Optional: an array of item reference globs, at least one. The token sees these items only.</summary>
    public const string Read = "read";

    /// <summary>Optional: as <see cref="Read"/>, for what the token may write. Without it, what it may read.</summary>
    public const string Write = "write";
}
