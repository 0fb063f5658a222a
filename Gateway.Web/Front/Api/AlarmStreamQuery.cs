using Gateway.Contracts;
using Gateway.Web.Front.Api.Streaming;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>From where to follow the alarms, and how; as <see cref="AlarmRequest"/>.</summary>
internal sealed record AlarmStreamQuery
{
    /// <summary>The position to continue after, as the stream gave it; absent begins with a snapshot.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary><c>lossless</c> or <c>conflate</c>.</summary>
    [FromQuery(Name = "mode")]
    public string? Mode { get; init; }

    /// <summary>Least time between two items with transitions.</summary>
    [FromQuery(Name = "flushIntervalMs")]
    public int? FlushIntervalMs { get; init; }

    /// <exception cref="Errors.GatewayException"><c>InvalidArgument</c>.</exception>
    public AlarmRequest Complete(AlarmRequest filter, HttpRequest request)
    {
        var after = StreamPoint.Of(request, After);
        return filter with
        {
            After = after?.Sequence,
            Epoch = after?.Epoch,
            View = after?.View,
            Mode = QueryList.OneOf<StreamMode>("mode", Mode),
            FlushIntervalMs = FlushIntervalMs,
        };
    }
}
