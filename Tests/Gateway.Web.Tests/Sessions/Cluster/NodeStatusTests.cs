using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>What the overview says of a node of a site.</summary>
public sealed class NodeStatusTests(TwoNatsServers nats) : IClassFixture<TwoNatsServers>
{
    [NatsFact]
    public async Task An_owner_tells_its_site_and_that_its_events_are_published()
    {
        await using var rig = await ClusterRig.StartAsync(nats.First);
        await rig.UntilAsync(SiteState.Publishing);
        var last = await rig.PublishAsync(5);
        await rig.Reader.ReadWholeAsync(rig.Session.SessionId, last);

        await UntilAsync(rig.Host, await TwoSitesRig.AdminOfAsync(rig), status => status.Node is { Role: NodeRole.Owner, Sites: [{ State: SiteState.Publishing, Sessions: 1, UnpublishedEvents: 0, UntakenMessages: null, Detail: null } site] }
            && site.Site == rig.Site && status.Sessions is [{ Node: null } session] && session.Site == rig.Site);
    }

    [NatsFact]
    public async Task An_edge_of_two_sites_tells_how_it_stands_in_each_and_which_node_has_a_session_but_only_to_its_own_admins()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats, ("Gateway:Cluster:Sites:0:Administers", "true"));
        var (trusted, other) = (await TwoSitesRig.AdminOfAsync(rig.A), await TwoSitesRig.AdminOfAsync(rig.B));
        var node = await UntilAsync(rig.Edge, trusted, status => status.Node is { Name: "edge", Role: NodeRole.Edge, Sites: [{ State: SiteState.Serving, Sessions: 1 }, { State: SiteState.Serving, Sessions: 1 }] });
        Assert.Equal([rig.A.Site, rig.B.Site], node.Node!.Sites.Select(site => site.Site));
        Assert.Equal([(null, 0L), (null, 0L)], node.Node.Sites.Select(site => (site.UnpublishedEvents, site.UntakenMessages!.Value)));
        var session = Assert.Single(node.Sessions);
        Assert.Equal((rig.SessionOfA, rig.A.Site, "plant"), (session.SessionId, session.Site, session.Node));

        Assert.Null((await StatusAsync(rig.Edge, other)).Node);
        nats.Second.Stop();
        try
        {
            var away = await UntilAsync(rig.Edge, trusted, status => status.Node is { Sites: [{ State: SiteState.Serving, Detail: null }, { State: SiteState.Away, Detail: not null }] });
            Assert.Contains("NATS cannot be used", away.Node!.Sites[1].Detail, StringComparison.Ordinal);
        }
        finally
        {
            await nats.Second.StartAsync();
        }
    }

    [Fact]
    public async Task A_gateway_without_a_site_tells_nothing_of_nodes()
    {
        await using var host = await GatewayHost.StartAsync();
        await GatewayHost.OpenSessionAsync(await host.ConnectAsync((await host.MintAsync("eve", "admin")).Token.Token), "line1");
        var status = await StatusAsync(host, (await host.MintAsync("eve", "admin")).Token.Token);
        Assert.Null(status.Node);
        Assert.Equal((null, null), (status.Sessions.Single().Node, status.Sessions.Single().Site));
    }

    private static async Task<GatewayStatus> UntilAsync(GatewayHost host, string token, Func<GatewayStatus, bool> holds)
    {
        var status = await StatusAsync(host, token);
        await Eventually.Async(async () => holds(status = await StatusAsync(host, token)), "the status of the node");
        return status;
    }

    private static Task<GatewayStatus> StatusAsync(GatewayHost host, string token) => host.GetAsync<GatewayStatus>(token, "/api/status");
}
