using Gateway.Web.Access.Tokens;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which page of the list of tokens to read, in a query string.</summary>
/// <param name="Before">The number before which it begins; absent means the newest token.</param>
/// <param name="Limit">Largest number of tokens.</param>
/// <param name="Subject">Only tokens of this subject.</param>
/// <param name="SessionId">Only tokens that are bound to this session.</param>
/// <param name="Active">True for valid tokens only.</param>
internal sealed record TokenQuery(
    [FromQuery(Name = "before")] long? Before,
    [FromQuery(Name = "limit")] int? Limit,
    [FromQuery(Name = "subject")] string? Subject,
    [FromQuery(Name = "sessionId")] string? SessionId,
    [FromQuery(Name = "active")] bool? Active)
{
    public TokenFilter ToFilter() => new() { Subject = Subject, SessionId = SessionId, ActiveOnly = Active == true };
}
