namespace Gateway.Web.Streams.Events;

/// <summary>What happens when a subscription's channel is full.</summary>
internal enum SlowConsumerPolicy
{
    /// <summary>The subscription falls back to reading the history. Nobody else notices.</summary>
    CatchUp,

    /// <summary>The session is faulted when the subscription is its only external one; otherwise as <see cref="CatchUp"/>.</summary>
    FaultSession,

    /// <summary>
    /// The subscription's stream ends at once with <c>SlowConsumer</c>, unless it asked to be conflated. Its connection, its session
    /// and all other streams go on.
    /// </summary>
    EndStream,
}
