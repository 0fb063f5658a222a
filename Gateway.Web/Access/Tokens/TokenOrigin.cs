namespace Gateway.Web.Access.Tokens;

/// <summary>Who makes a token, and from where.</summary>
/// <param name="Source">One of <see cref="TokenSourceNames"/>.</param>
/// <param name="IssuedBy">Subject that makes it.</param>
internal sealed record TokenOrigin(string Source, string IssuedBy)
{
    /// <summary>The token that was used to make it; for the audit trail.</summary>
    public string? IssuerTokenId { get; init; }

    /// <summary>The token it is derived from, and is revoked with. Null for one that stands by itself.</summary>
    public string? ParentId { get; init; }

    public string? RemoteAddress { get; init; }
}
