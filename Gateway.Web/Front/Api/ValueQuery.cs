using Gateway.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which items to read, and from where.</summary>
/// <param name="Item">Item references; with cached values also globs.</param>
/// <param name="Source"><c>cached</c>, the default: the values that the gateway has. <c>fresh</c>: read from the platform now.</param>
/// <param name="TimeoutMs">Fresh values: deadline in milliseconds.</param>
internal sealed record ValueQuery(
    [FromQuery(Name = "item")] string[]? Item, [FromQuery(Name = "source")] string? Source, [FromQuery(Name = "timeoutMs")] int? TimeoutMs)
{
    public IReadOnlyList<string> Items => Item ?? [];

    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public bool IsFresh => Source switch
    {
        null or "cached" => false,
        "fresh" => true,
        _ => throw new GatewayException(GatewayErrorCode.InvalidArgument, "source must be cached or fresh."),
    };
}
