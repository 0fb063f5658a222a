using Gateway.Contracts;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.Edge;
using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Sessions.Overview;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Sessions.Cluster;

public sealed class SiteStatusTests
{
    [Fact]
    public async Task The_status_has_a_series_for_each_of_several_sites_and_one_without_a_label_for_one_site()
    {
        Assert.Equal(["gateway_cluster_status 1"], await SeriesAsync(new ClusterOptions { Role = NodeRole.Edge, Url = "nats://a", Site = "a" }));
        Assert.Equal(
            ["gateway_cluster_status{site=\"a\"} 1", "gateway_cluster_status{site=\"b\"} 4"],
            await SeriesAsync(
                new ClusterOptions { Role = NodeRole.Edge, Url = "nats://all", Sites = { new SiteMembership { Site = "a" }, new SiteMembership { Site = "b" } } },
                board => board.All[1].BecomeConnected("the server")));
    }

    [Fact]
    public void A_fault_names_its_site_when_there_are_several()
    {
        var several = BoardOf(new ClusterOptions { Role = NodeRole.Edge, Url = "nats://all", Sites = { new SiteMembership { Site = "a" }, new SiteMembership { Site = "b" } } });
        Assert.Equal(["site a: fault", "site b: fault"], several.All.Select(site => several.Describe(site.Options, "fault")));
        var one = BoardOf(new ClusterOptions { Url = "nats://a", Site = "a" });
        Assert.Equal("fault", one.Describe(one.All.Single().Options, "fault"));
    }

    [Fact]
    public void What_a_node_tells_of_a_site_has_the_faults_of_its_keys_too()
    {
        var options = Options.Create(new ClusterOptions { Role = NodeRole.Edge, Url = "nats://a", Site = "a" });
        var (board, trust) = (BoardOf(options.Value), new TrustedSites(options, NullLogger<TrustCondition>.Instance, TimeProvider.System));
        board.All.Single().BecomeConnected("the server");

        var site = new NodeFigures(board, trust, new PublishingBacklog(), new EdgeBacklog(), options).Read([], null)!.Sites.Single();
        Assert.Equal((SiteState.Serving, trust.All.Single().Condition.Faults.Single()), (site.State, site.Detail));
    }

    private static async Task<IEnumerable<string>> SeriesAsync(ClusterOptions options, Action<ConditionBoard>? change = null)
    {
        await using var harness = await MeterHarness.StartAsync();
        var board = BoardOf(options);
        change?.Invoke(board);
        _ = new ClusterMetrics(harness.Factory, board, new PublishingBacklog(), TimeProvider.System);
        return (await harness.TextAsync()).Split('\n').Where(line => line.StartsWith("gateway_cluster_status", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private static ConditionBoard BoardOf(ClusterOptions options) => new(Options.Create(options), NullLogger<ClusterCondition>.Instance);
}
