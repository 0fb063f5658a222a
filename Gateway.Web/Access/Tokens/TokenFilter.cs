namespace Gateway.Web.Access.Tokens;

/// <summary>Which tokens to list. Absent parts do not restrict.</summary>
internal sealed record TokenFilter
{
    /// <summary>Only what this subject derived from his own tokens, and the token <see cref="OwnTokenId"/>.</summary>
    public string? IssuedBy { get; init; }

    /// <summary>Listed whoever made it.</summary>
    public string? OwnTokenId { get; init; }

    public string? Subject { get; init; }

    public string? SessionId { get; init; }

    /// <summary>Leave out what has expired or was revoked.</summary>
    public bool ActiveOnly { get; init; }
}
