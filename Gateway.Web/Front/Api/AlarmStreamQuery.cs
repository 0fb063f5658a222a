using Gateway.Contracts;
using Gateway.Web.Front.Api.Streaming;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>From where to follow the alarms, and how; as <see cref="AlarmRequest"/>.</summary>
/// <param name="After">The position to continue after, as the stream gave it; absent begins with a snapshot.</param>
/// <param name="Mode"><c>lossless</c> or <c>conflate</c>.</param>
/// <param name="FlushIntervalMs">Least time between two items with transitions.</param>
internal sealed record AlarmStreamQuery(
    [FromQuery(Name = "after")] string? After, [FromQuery(Name = "mode")] string? Mode, [FromQuery(Name = "flushIntervalMs")] int? FlushIntervalMs)
{
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
