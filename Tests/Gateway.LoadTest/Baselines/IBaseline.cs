namespace Gateway.LoadTest.Baselines;

/// <summary>One way to deliver events to subscribers. One thread publishes, and publishing never waits.</summary>
internal interface IBaseline
{
    /// <summary>The name by which the load test selects it.</summary>
    string Name { get; }

    int Subscribers { get; }

    void Map(WebApplication app);

    void Publish(long first, int count, DateTime time);
}
