using Gateway.Contracts;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Streams.Events;

/// <summary>What a subscription was granted. The request is validated and within the server's bounds.</summary>
internal sealed record SubscriptionSettings
{
    public required string SubscriptionId { get; init; }

    /// <summary>Who reads.</summary>
    public required string Subject { get; init; }

    public required StreamRequest Request { get; init; }

    public required StreamLimits Limits { get; init; }

    /// <summary>The items its reader may see when it begins; null means all.</summary>
    public ItemGlobSet? Visible { get; init; }

    /// <summary>Called on any thread, under the distributor's lock too, when there may be something to read; must not wait.</summary>
    public Action? Woken { get; init; }
}
