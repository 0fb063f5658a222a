namespace Gateway.Web.Streams.Events;

/// <summary>
/// Is notified of a distributor's external subscriptions, outside its lock and on any thread. Implementations must not wait.
/// </summary>
internal interface ISubscriptionObserver
{
    void Started(SubscriptionSettings subscription);

    /// <summary>A slow-consumer episode began.</summary>
    void Slow(SubscriptionSettings subscription);

    void Ended(SubscriptionSettings subscription, SubscriptionEnd end);
}
