namespace Gateway.Web.Distribution;

/// <summary>What happens when a subscription's channel is full.</summary>
internal enum SlowConsumerPolicy
{
    /// <summary>The subscription falls back to reading the history. Nobody else notices.</summary>
    CatchUp,

    /// <summary>The session is faulted when the subscription is its only external one; otherwise as <see cref="CatchUp"/>.</summary>
    FaultSession,
}
