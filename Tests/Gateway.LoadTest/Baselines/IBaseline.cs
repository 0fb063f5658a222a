namespace Gateway.LoadTest.Baselines;

/// <summary>One way to bring events to subscribers. Publishing is one thread's business and never waits.</summary>
internal interface IBaseline
{
    /// <summary>What the load test asks for it by.</summary>
    string Name { get; }

    int Subscribers { get; }

    void Map(WebApplication app);

    void Publish(long first, int count, DateTime time);
}
