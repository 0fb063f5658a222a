namespace Gateway.Web.Streams.Events;

/// <summary>Told of a distributor's external subscriptions, outside its lock. Any thread; must not wait.</summary>
internal interface ISubscriptionObserver
{
    void Started(SubscriptionSettings subscription);

    /// <summary>A slow-consumer episode began.</summary>
    void Slow(SubscriptionSettings subscription);

    void Ended(SubscriptionSettings subscription);
}
