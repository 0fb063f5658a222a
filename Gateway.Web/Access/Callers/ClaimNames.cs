namespace Gateway.Web.Access.Callers;

/// <summary>Claims of a gateway token. The names are those of the token; they are never mapped to the long names of .NET.</summary>
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

    /// <summary>Optional: the one session that the token is bound to.</summary>
    public const string SessionId = "session_id";

    /// <summary>Optional: an array of item reference globs, at least one. The token may read only these items.</summary>
    public const string Read = "read";

    /// <summary>
    /// Optional: like <see cref="Read"/>, for the items that the token may write. Without it the token may write the items that it may
    /// read.
    /// </summary>
    public const string Write = "write";
}
