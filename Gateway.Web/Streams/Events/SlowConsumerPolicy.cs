namespace Gateway.Web.Streams.Events;

/// <summary>What happens when a subscription's channel is full.</summary>
internal enum SlowConsumerPolicy
{
    /// <summary>The subscription catches up from the history. Other subscriptions and the session are not affected.</summary>
    CatchUp,

    /// <summary>
    /// The session is faulted when this is its only external subscription; otherwise the policy acts as <see cref="CatchUp"/>.
    /// </summary>
    FaultSession,

    /// <summary>
    /// The subscription's stream ends at once with <c>SlowConsumer</c>, unless the client asked for conflation. Its connection, its
    /// session and all other streams continue.
    /// </summary>
    EndStream,
}
