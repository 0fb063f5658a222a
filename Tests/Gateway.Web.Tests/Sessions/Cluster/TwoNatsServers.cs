namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>The NATS servers of two sites.</summary>
public sealed class TwoNatsServers : IAsyncLifetime
{
    public NatsServer First { get; } = new();

    public NatsServer Second { get; } = new();

    public Task InitializeAsync() => Task.WhenAll(First.InitializeAsync(), Second.InitializeAsync());

    public Task DisposeAsync() => Task.WhenAll(First.DisposeAsync(), Second.DisposeAsync());
}
