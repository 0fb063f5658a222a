using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>One edge of two sites, over two real NATS servers, which the tests stop and start: no site disturbs the other.</summary>
public sealed class SeveralSitesTests(TwoNatsServers nats) : IClassFixture<TwoNatsServers>
{
    [NatsFact]
    public async Task One_stream_over_the_session_tags_of_both_sites_has_all_events_in_order()
    {
        await using var rig = await TwoSitesRig.AcceptingAsync(nats);
        var client = await rig.ConnectAsync(await TwoSitesRig.TokenOfAsync(rig.A, "ada", "sessions:read"));
        var items = await StreamAsync(client);
        await UntilJoinedAsync(items, rig.SessionOfA, rig.SessionOfB);

        long[] last = [0, 0];
        for (var round = 0; round < 20; round++)
        {
            last = [await rig.A.PublishAsync(3), await rig.B.PublishAsync(2)];
        }

        await ReadAsync(items, (rig.SessionOfA, 0, last[0]), (rig.SessionOfB, 0, last[1]));
    }

    [NatsFact]
    public async Task A_session_says_its_site()
    {
        await using var rig = await TwoSitesRig.AcceptingAsync(nats);
        var client = await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.A));
        var listed = await client.InvokeAsync<IReadOnlyList<SessionInfo>>(HubContract.ListSessions, Patience.Token).WithTimeout("the list");

        Assert.Equal(
            new[] { (rig.SessionOfA, rig.A.Site), (rig.SessionOfB, rig.B.Site) }.Order(),
            listed.Select(session => (session.SessionId, session.Site!)).Order());
        Assert.Equal(rig.A.Site, rig.A.Session.Site);
        await using var alone = await GatewayHost.StartAsync();
        await using var owner = await alone.ConnectAsync((await alone.MintAsync("ada", "admin")).Token.Token);
        Assert.Null((await GatewayHost.OpenSessionAsync(owner, null)).Site);
    }

    [NatsFact]
    public async Task When_the_server_of_one_site_is_killed_only_its_sessions_are_stale_and_they_go_on_when_it_is_back()
    {
        await using var rig = await TwoSitesRig.AcceptingAsync(nats);
        var client = await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.A));
        var items = await StreamAsync(client);
        await UntilJoinedAsync(items, rig.SessionOfA, rig.SessionOfB);
        long[] last = [await rig.A.PublishAsync(3), await rig.B.PublishAsync(3)];
        await ReadAsync(items, (rig.SessionOfA, 0, last[0]), (rig.SessionOfB, 0, last[1]));

        // The stream does not select it, so that nobody reads it.
        var unread = (await GatewayHost.OpenSessionAsync(rig.B.Owner, null)).SessionId;
        await rig.UntilListedAsync(unread);
        Assert.True(rig.SessionOf(unread)!.CanPrepare);

        nats.Second.Stop();
        try
        {
            await UntilStateAsync(items, rig.SessionOfB, isStale: true, never: rig.SessionOfA);
            var more = await rig.A.PublishAsync(5);
            await ReadAsync(items, (rig.SessionOfA, last[0], more));
            last[0] = more;
            Assert.Equal(WorkerState.Ready, rig.SessionOf(rig.SessionOfA)?.WorkerStatus?.State);
            Assert.Equal(WorkerState.NotAnswering, rig.SessionOf(rig.SessionOfB)?.WorkerStatus?.State);

            // That a site is away is said when its sessions are stale.
            string? health = null;
            await Eventually.Async(
                async () => (health = await TrustRig.HealthAsync(rig.Edge))?.Contains($"site {rig.B.Site}: NATS cannot be used", StringComparison.Ordinal) is true, "the site in the health check");
            Assert.DoesNotContain(rig.A.Site, health, StringComparison.Ordinal);
            await Eventually.Async(() => rig.Edge.Logs.Lines.Any(line => line.Contains($"NATS of site {rig.B.Site} cannot be used", StringComparison.Ordinal)), "the site in the log");

            // Whoever comes now waits for no site that is away, and values of the other site are read and written.
            Assert.False(rig.SessionOf(unread)!.CanPrepare);
            await UntilJoinedAsync(await StreamAsync(await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.A))), rig.SessionOfA);
            Assert.NotNull(await client.InvokeAsync<MxReply>(HubContract.Invoke, rig.SessionOfA, new MxCommand { Method = MxMethod.Ping }, Patience.Token).WithTimeout("an answer"));
        }
        finally
        {
            await nats.Second.StartAsync();
        }

        await UntilStateAsync(items, rig.SessionOfB, isStale: false, never: rig.SessionOfA);
        long[] now = [await rig.A.PublishAsync(3), await rig.B.PublishAsync(3)];
        await ReadAsync(items, (rig.SessionOfA, last[0], now[0]), (rig.SessionOfB, last[1], now[1]));
        await Eventually.Async(async () => await TrustRig.HealthAsync(rig.Edge) is null, "good health");
    }

    [NatsFact]
    public async Task A_session_id_that_another_site_has_is_skipped_and_reported_and_taken_when_it_is_free()
    {
        // What is refused is tried again three times in a lease.
        await using var rig = await TwoSitesRig.StartAsync(nats, ("Gateway:Cluster:AckSeconds", "6"), ("Gateway:Cluster:LeaseSeconds", "9"));
        var stream = new HubStream(await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.A)), rig.SessionOfA, new StreamRequest { ResumeAfter = 0 });
        await stream.NextAsync<StartedItem>();
        var claim = SiteEntry.Of(rig.B.Host.Get<SessionManager>().Find(rig.SessionOfB)!, rig.B.Host.Get<OwnerIdentity>()) with { SessionId = rig.SessionOfA, SessionTag = "claimed" };
        await TwoSitesRig.WriteAsync(nats.Second, names => names.Sessions, rig.B, rig.SessionOfA, Encoding.UTF8.GetBytes(ClusterJson.Write(claim)));

        await Eventually.Async(
            () => rig.Edge.Logs.Lines.Any(line => line.Contains($"Entry {rig.SessionOfA}", StringComparison.Ordinal) && line.Contains(rig.B.Site, StringComparison.Ordinal)),
            "the report of the claim");
        Assert.Equal((rig.A.Site, "line1"), Described());
        await EdgeRig.ReadAsync(stream, 0, await rig.A.PublishAsync(2));

        await rig.A.Owner.InvokeAsync(HubContract.CloseSession, rig.SessionOfA, Patience.Token).WithTimeout("the close");
        await Eventually.Async(() => Described() == (rig.B.Site, "claimed"), "the session of the other site");

        (string?, string?) Described() => rig.SessionOf(rig.SessionOfA) is { } session ? (session.Identity.Site, session.Identity.SessionTag) : default;
    }

    [NatsFact]
    public async Task A_site_whose_server_takes_connections_and_never_answers_delays_no_other()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var rig = await TwoSitesRig.StartAsync(
            nats,
            ("Gateway:Cluster:Sites:2:Site", "silent"),
            ("Gateway:Cluster:Sites:2:Url", $"nats://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"),
            ("Gateway:Cluster:AckSeconds", "6"),
            ("Gateway:Cluster:LeaseSeconds", "9"));
        var client = await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.A));
        var items = await StreamAsync(client);
        await UntilJoinedAsync(items, rig.SessionOfA);
        await ReadAsync(items, (rig.SessionOfA, 0, await rig.A.PublishAsync(3)));
        Assert.NotNull(await client.InvokeAsync<MxReply>(HubContract.Invoke, rig.SessionOfA, new MxCommand { Method = MxMethod.Ping }, Patience.Token).WithTimeout("an answer"));

        Assert.True(silent.Pending(), "the edge did not try the third site");
        await Eventually.Async(async () => (await TrustRig.HealthAsync(rig.Edge))?.Contains("site silent: NATS cannot be used", StringComparison.Ordinal) is true, "the site in the health check");
    }

    [NatsFact]
    public async Task The_limit_of_sessions_is_one_of_each_site()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats, ("Gateway:Cluster:MaxFollowedSessions", "1"));
        await GatewayHost.OpenSessionAsync(rig.B.Owner, "line1");
        await Eventually.Async(() => rig.Edge.Logs.Lines.Any(line => line.Contains("already serves 1 sessions", StringComparison.Ordinal)), "the refusal in the log");

        Assert.Equal(new[] { rig.SessionOfA, rig.SessionOfB }.Order(), rig.Edge.Get<SessionManager>().All.Select(session => session.Identity.SessionId).Order());
    }

    private static async Task<ChannelReader<MultiSessionItem>> StreamAsync(HubConnection client)
    {
        var items = await client.StreamAsChannelAsync<MultiSessionItem>(HubContract.StreamSessions, new MultiSessionRequest { SessionTags = ["line*"] }, Patience.Token);
        Assert.IsType<MultiSessionStartedItem>(await NextAsync(items, "the start"));
        return items;
    }

    private static async Task<MultiSessionItem> NextAsync(ChannelReader<MultiSessionItem> items, string phase) => await items.ReadAsync(Patience.Token).AsTask().WithTimeout(phase);

    private static async Task UntilJoinedAsync(ChannelReader<MultiSessionItem> items, params string[] sessions)
    {
        for (var missing = sessions.ToHashSet(); missing.Count > 0;)
        {
            if (await NextAsync(items, "the sessions") is JoinedItem joined)
            {
                missing.Remove(joined.Session.SessionId);
            }
        }
    }

    /// <summary>Reads until every session has its events, each exactly once and in order.</summary>
    private static async Task ReadAsync(ChannelReader<MultiSessionItem> items, params (string SessionId, long After, long Through)[] wanted)
    {
        var at = wanted.ToDictionary(one => one.SessionId, one => one.After);
        while (wanted.Any(one => at[one.SessionId] < one.Through))
        {
            if (await NextAsync(items, "the events") is RoutedItem { Item: not (IdleItem or StateItem) } routed)
            {
                var events = Assert.IsType<EventsItem>(routed.Item);
                Assert.Equal(at[routed.SessionId] + 1, events.First);
                at[routed.SessionId] = events.Last;
            }
        }
    }

    private static async Task UntilStateAsync(ChannelReader<MultiSessionItem> items, string sessionId, bool isStale, string never)
    {
        while (true)
        {
            if (await NextAsync(items, $"the state of a session whose site {(isStale ? "is away" : "is back")}") is RoutedItem { Item: StateItem state } routed)
            {
                Assert.NotEqual(never, routed.SessionId);
                if (routed.SessionId == sessionId && state.StaleSince.HasValue == isStale)
                {
                    return;
                }
            }
        }
    }
}
