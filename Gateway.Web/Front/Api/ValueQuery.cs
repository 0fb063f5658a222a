using Gateway.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which items to read, and from where.</summary>
internal sealed record ValueQuery
{
    /// <summary>Item references; with cached values also globs.</summary>
    [FromQuery(Name = "item")]
    public string[]? Item { get; init; }

    /// <summary><c>cached</c>, the default: the values that the gateway has. <c>fresh</c>: read from the platform now.</summary>
    [FromQuery(Name = "source")]
    public string? Source { get; init; }

    /// <summary>Fresh values: deadline in milliseconds.</summary>
    [FromQuery(Name = "timeoutMs")]
    public int? TimeoutMs { get; init; }

    public IReadOnlyList<string> Items => Item ?? [];

    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public bool IsFresh => Source switch
    {
        null or "cached" => false,
        "fresh" => true,
        _ => throw new GatewayException(GatewayErrorCode.InvalidArgument, "source must be cached or fresh."),
    };
}
