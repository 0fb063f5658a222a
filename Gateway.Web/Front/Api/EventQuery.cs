using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Web.Front.Api.Streaming;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>Which events of a session to follow, from where, and how; as <see cref="StreamRequest"/>.</summary>
internal sealed record EventQuery
{
    /// <summary>The session.</summary>
    [FromRoute(Name = "sessionId")]
    public required string SessionId { get; init; }

    /// <summary>The position to continue after, <c>epoch:sequence</c>; 0 means from the first event on, absent from now on.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary>Item references and globs; any of them.</summary>
    [FromQuery(Name = "item")]
    public string[]? Item { get; init; }

    /// <summary>Names of event families.</summary>
    [FromQuery(Name = "family")]
    public string[]? Family { get; init; }

    /// <summary>0, 64 or 192.</summary>
    [FromQuery(Name = "minimumQuality")]
    public int? MinimumQuality { get; init; }

    /// <summary>Least change of a numeric value.</summary>
    [FromQuery(Name = "deadband")]
    public double? Deadband { get; init; }

    /// <summary>As <see cref="Deadband"/>, in percent.</summary>
    [FromQuery(Name = "deadbandPercent")]
    public double? DeadbandPercent { get; init; }

    /// <summary><c>lossless</c> or <c>conflate</c>.</summary>
    [FromQuery(Name = "mode")]
    public string? Mode { get; init; }

    /// <summary><c>none</c>, <c>afterGap</c> or <c>always</c>.</summary>
    [FromQuery(Name = "snapshot")]
    public string? Snapshot { get; init; }

    /// <summary><c>end</c> or <c>conflate</c>.</summary>
    [FromQuery(Name = "onSlow")]
    public string? OnSlow { get; init; }

    /// <summary>Least time between two flushes.</summary>
    [FromQuery(Name = "flushIntervalMs")]
    public int? FlushIntervalMs { get; init; }

    /// <summary>Most events in one item.</summary>
    [FromQuery(Name = "maxBatch")]
    public int? MaxBatch { get; init; }

    /// <summary>Size of the channel in events.</summary>
    [FromQuery(Name = "bufferEvents")]
    public int? BufferEvents { get; init; }

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
