using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Tests.Fixtures;
using Gateway.Web.Tests.Streams.Events;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>A gateway that publishes for a site of its own, and a session whose events the test publishes.</summary>
internal sealed class ClusterRig : IAsyncDisposable
{
    private ClusterRig(GatewayHost host, HubConnection owner, SessionInfo session, SiteReader reader) => (Host, Owner, Session, Reader) = (host, owner, session, reader);

    public GatewayHost Host { get; }

    public HubConnection Owner { get; }

    public SessionInfo Session { get; }

    public SiteReader Reader { get; }

    public PlantWorker Worker => Host.Workers.Of(Session.SessionId);

    public ClusterCondition Condition => Host.Get<ClusterCondition>();

    public static (string Key, string Value)[] Settings(NatsServer nats, string site) =>
    [
        ("Gateway:Cluster:Url", nats.Url), ("Gateway:Cluster:Site", site), ("Gateway:Cluster:Node", "plant"), ("Gateway:Cluster:User", NatsServer.User),
        ("Gateway:Cluster:Password", NatsServer.Password), ("Gateway:Cluster:RetryMs", "50"), ("Gateway:Cluster:AckSeconds", "20"), ("Gateway:Cluster:LeaseSeconds", "30"),
        ("Gateway:Cluster:MaxBytes", "100000000"),
    ];

    /// <summary>Starts a gateway with a session of two items. The site has a name of its own, so that tests share one server.</summary>
    public static async Task<ClusterRig> StartAsync(NatsServer nats, params (string Key, string Value)[] settings)
    {
        var site = $"t{Guid.NewGuid():N}";
        var host = await GatewayHost.StartAsync([.. Settings(nats, site).Where(setting => !settings.Any(other => other.Key == setting.Key)), .. settings]);
        var owner = await host.ConnectAsync((await host.MintAsync("ada", "admin")).Token.Token);
        return new ClusterRig(host, owner, await GatewayHost.OpenSessionAsync(owner, "line1", "A", "B"), new SiteReader(nats, site)) { Site = site };
    }

    public required string Site { get; init; }

    public Task UntilAsync(SiteState state) => Eventually.Async(() => Condition.State == state, $"the state {state}; it is {Condition.State}: {string.Join("; ", Condition.Faults)}");

    /// <summary>Publishes data changes of the first item, in batches of one to ten events.</summary>
    public async Task<long> PublishAsync(int batches)
    {
        var last = 0L;
        for (var i = 0; i < batches; i++)
        {
            last = await Worker.PublishAsync([.. Enumerable.Repeat(1, 1 + (i % 10))]);
        }

        return last;
    }

    /// <summary>Stops everything that the gateway does for its site, as when its process ends; its sessions go on.</summary>
    public Task StopPublishingAsync() =>
        Host.Services.GetServices<IHostedService>().OfType<ClusterService>().Single().StopAsync(Patience.Token).WithTimeout("the owner to leave its site");

    /// <summary>The rows that the worker has sent, side by side.</summary>
    public static byte[] RowsOf(long first, long last) =>
        EncodedEvents.Body([.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => EncodedEvents.Change(first + i, 1))])[Gateway.Protocol.ProtocolLimits.EventsPrefixBytes..].ToArray();

    /// <summary>What the health check says.</summary>
    public async Task<(HealthStatus Status, string? Text)> HealthAsync()
    {
        var report = await Host.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == ClusterHealthCheck.Name, Patience.Token);
        return (report.Entries[ClusterHealthCheck.Name].Status, report.Entries[ClusterHealthCheck.Name].Description);
    }

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        await Host.DisposeAsync();
        await Reader.DisposeAsync();
    }
}
