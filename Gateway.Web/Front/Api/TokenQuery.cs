using Gateway.Web.Access.Tokens;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which page of the list of tokens to read, in a query string.</summary>
internal sealed record TokenQuery
{
    /// <summary>The number before which it begins; absent means the newest token.</summary>
    [FromQuery(Name = "before")]
    public long? Before { get; init; }

    /// <summary>Largest number of tokens.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    /// <summary>Only tokens of this subject.</summary>
    [FromQuery(Name = "subject")]
    public string? Subject { get; init; }

    /// <summary>Only tokens that are bound to this session.</summary>
    [FromQuery(Name = "sessionId")]
    public string? SessionId { get; init; }

    /// <summary>True for valid tokens only.</summary>
    [FromQuery(Name = "active")]
    public bool? Active { get; init; }

    public TokenFilter ToFilter() => new() { Subject = Subject, SessionId = SessionId, ActiveOnly = Active == true };
}
