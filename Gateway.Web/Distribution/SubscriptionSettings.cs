using Gateway.Contracts;

namespace Gateway.Web.Distribution;

/// <summary>What a subscription was granted. The request is validated and within the server's bounds.</summary>
internal sealed record SubscriptionSettings
{
    public required string SubscriptionId { get; init; }

    /// <summary>Who reads.</summary>
    public required string Subject { get; init; }

    public required StreamRequest Request { get; init; }

    public required StreamLimits Limits { get; init; }

    public TimeSpan FlushInterval { get; init; }

    /// <summary>Part of the gateway itself: counts against no cap, keeps no session alive and can fault none.</summary>
    public bool Internal { get; init; }
}
