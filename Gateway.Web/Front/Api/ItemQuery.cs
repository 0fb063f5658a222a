using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which items are looked for, in a query string.</summary>
/// <param name="Session">The session whose source is asked.</param>
/// <param name="Like">Words, or a glob.</param>
/// <param name="Area">The area of the objects; empty means objects without an area.</param>
/// <param name="Object">The object of the items.</param>
/// <param name="Level"><c>item</c>, the default, <c>object</c> or <c>area</c>.</param>
/// <param name="Limit">Most entries of the page.</param>
/// <param name="After">The <c>next</c> of the page before.</param>
internal sealed record ItemQuery(
    [FromQuery(Name = "session")] string Session,
    [FromQuery(Name = "like")] string? Like,
    [FromQuery(Name = "area")] string? Area,
    [FromQuery(Name = "object")] string? Object,
    [FromQuery(Name = "level")] string? Level,
    [FromQuery(Name = "limit")] int? Limit,
    [FromQuery(Name = "after")] string? After)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public FindItemsRequest ToRequest() => new()
    {
        Like = Like,
        Area = Area,
        Object = Object,
        Level = string.IsNullOrEmpty(Level) ? null : QueryList.ValueOf<ItemLevel>(Level)
            ?? throw new GatewayException(GatewayErrorCode.InvalidArgument, "The items cannot be found: level must be item, object or area."),
        Limit = Limit,
        After = After,
    };
}
