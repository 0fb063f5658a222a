using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Web.Front.Api.Streaming;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which events of a session to follow, from where, and how; as <see cref="StreamRequest"/>.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="After">The position to continue after, <c>epoch:sequence</c>; 0 means from the first event on, absent from now on.</param>
/// <param name="Item">Item references and globs; any of them.</param>
/// <param name="Family">Names of event families.</param>
/// <param name="MinimumQuality">0, 64 or 192.</param>
/// <param name="Deadband">Least change of a numeric value.</param>
/// <param name="DeadbandPercent">As <paramref name="Deadband"/>, in percent.</param>
/// <param name="Mode"><c>lossless</c> or <c>conflate</c>.</param>
/// <param name="Snapshot"><c>none</c>, <c>afterGap</c> or <c>always</c>.</param>
/// <param name="OnSlow"><c>end</c> or <c>conflate</c>.</param>
/// <param name="FlushIntervalMs">Least time between two flushes.</param>
/// <param name="MaxBatch">Most events in one item.</param>
/// <param name="BufferEvents">Size of the channel in events.</param>
internal sealed record EventQuery(
    [FromRoute(Name = "sessionId")] string SessionId,
    [FromQuery(Name = "after")] string? After,
    [FromQuery(Name = "item")] string[]? Item,
    [FromQuery(Name = "family")] string[]? Family,
    [FromQuery(Name = "minimumQuality")] int? MinimumQuality,
    [FromQuery(Name = "deadband")] double? Deadband,
    [FromQuery(Name = "deadbandPercent")] double? DeadbandPercent,
    [FromQuery(Name = "mode")] string? Mode,
    [FromQuery(Name = "snapshot")] string? Snapshot,
    [FromQuery(Name = "onSlow")] string? OnSlow,
    [FromQuery(Name = "flushIntervalMs")] int? FlushIntervalMs,
    [FromQuery(Name = "maxBatch")] int? MaxBatch,
    [FromQuery(Name = "bufferEvents")] int? BufferEvents)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public StreamRequest ToRequest(HttpRequest request)
    {
        var after = StreamPoint.Of(request, After)?.WithoutView();
        return new StreamRequest
        {
            ResumeAfter = after?.Sequence,
            Epoch = after?.Epoch,
            Snapshot = QueryList.OneOf<SnapshotPolicy>("snapshot", Snapshot),
            Mode = QueryList.OneOf<StreamMode>("mode", Mode),
            OnSlow = QueryList.OneOf<SlowPolicy>("onSlow", OnSlow),
            FlushIntervalMs = FlushIntervalMs,
            MaxBatch = MaxBatch,
            BufferEvents = BufferEvents,
            Filter = new StreamFilter
            {
                Families = Family is { Length: > 0 } ? [.. Family.Select(FamilyOf)] : null,
                References = Item is { Length: > 0 } ? Item : null,
                MinimumQuality = MinimumQuality,
                Deadband = Deadband,
                DeadbandPercent = DeadbandPercent,
            },
        };
    }

    private static EventFamily FamilyOf(string name) => Enum.GetValues<EventFamily>().Where(family => family.ToString() == name).Select(family => (EventFamily?)family).FirstOrDefault()
        ?? throw new GatewayException(GatewayErrorCode.InvalidArgument, $"family must be any of {string.Join(", ", Enum.GetNames<EventFamily>())}.");
}
