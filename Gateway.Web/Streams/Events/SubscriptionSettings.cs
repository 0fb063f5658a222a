using Gateway.Contracts;
using Gateway.Web.Access.Items;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Streams.Events;

/// <summary>The settings of a granted subscription. The request is validated and within the server's limits.</summary>
internal sealed record SubscriptionSettings
{
    public required string SubscriptionId { get; init; }

    /// <summary>The subject of the reader.</summary>
    public required string Subject { get; init; }

    /// <summary>What the reader is; not used for services of the gateway itself.</summary>
    public ReaderKind Kind { get; init; }

    /// <summary>The connection that reads; null when it is none, as for services of the gateway itself.</summary>
    public LiveCaller? Connection { get; init; }

    /// <summary>What the flight recorder keeps of the reader.</summary>
    public OccurrenceRing Ring { get; init; } = OccurrenceRing.None;

    public required StreamRequest Request { get; init; }

    public required StreamLimits Limits { get; init; }

    /// <summary>The items its reader may see when it begins; null means all.</summary>
    public ItemGlobSet? Visible { get; init; }

    /// <summary>
    /// Called when there may be something to read, on any thread and also under the distributor's lock; it must not wait.
    /// </summary>
    public Action? Woken { get; init; }

    /// <summary>The id of the reader: the subscriptions of one stream over many sessions have one subscription id.</summary>
    public string ReaderIdIn(string sessionId) => $"{SubscriptionId}.{sessionId}";
}
