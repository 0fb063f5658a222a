namespace Gateway.Web.Access.Tokens;

/// <summary>Who creates a token, and from where.</summary>
/// <param name="Source">One of <see cref="TokenSourceNames"/>.</param>
/// <param name="IssuedBy">The subject that creates the token.</param>
internal sealed record TokenOrigin(string Source, string IssuedBy)
{
    /// <summary>The token that was used to create this token; for the audit trail.</summary>
    public string? IssuerTokenId { get; init; }

    /// <summary>The token from which the new token is derived, and with which it is revoked. Null for a token without a parent.</summary>
    public string? ParentId { get; init; }

    public string? RemoteAddress { get; init; }
}
