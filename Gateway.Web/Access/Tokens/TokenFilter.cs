namespace Gateway.Web.Access.Tokens;

/// <summary>Which tokens to list. A property that is not set does not restrict.</summary>
internal sealed record TokenFilter
{
    /// <summary>Lists only tokens that this subject derived from its own tokens, and the token <see cref="OwnTokenId"/>.</summary>
    public string? IssuedBy { get; init; }

    /// <summary>This token is listed whoever created it. Without <see cref="IssuedBy"/> only this token is listed.</summary>
    public string? OwnTokenId { get; init; }

    public string? Subject { get; init; }

    public string? SessionId { get; init; }

    /// <summary>Omits tokens that have expired or were revoked.</summary>
    public bool ActiveOnly { get; init; }
}
