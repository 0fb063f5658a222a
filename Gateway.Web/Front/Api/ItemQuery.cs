using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which items are looked for, in a query string.</summary>
internal sealed record ItemQuery
{
    /// <summary>The session whose source is asked.</summary>
    [FromQuery(Name = "session")]
    public required string Session { get; init; }

    /// <summary>Words, or a glob.</summary>
    [FromQuery(Name = "like")]
    public string? Like { get; init; }

    /// <summary>The area of the objects; empty means objects without an area.</summary>
    [FromQuery(Name = "area")]
    public string? Area { get; init; }

    /// <summary>The object of the items.</summary>
    [FromQuery(Name = "object")]
    public string? Object { get; init; }

    /// <summary><c>item</c>, the default, <c>object</c> or <c>area</c>.</summary>
    [FromQuery(Name = "level")]
    public string? Level { get; init; }

    /// <summary>Most entries of the page.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    /// <summary>The <c>next</c> of the page before.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

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
