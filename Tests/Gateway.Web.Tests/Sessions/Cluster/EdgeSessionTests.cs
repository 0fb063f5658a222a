using System.Net;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>The sessions of a site at an edge: the list, their states, and what is refused.</summary>
public sealed class EdgeSessionTests(NatsServer nats) : IClassFixture<NatsServer>
{
    [NatsFact]
    public async Task An_edge_lists_the_sessions_of_the_site_by_hub_and_http_with_their_node()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var token = (await rig.Owner.Host.MintAsync("eve", "admin")).Token.Token;

        var listed = Assert.Single(await rig.Client.InvokeAsync<IReadOnlyList<SessionInfo>>(HubContract.ListSessions, Patience.Token).WithTimeout("the list"));
        Assert.Equal((rig.SessionId, "line1", SessionState.Ready, "plant", "ada", "fake-epoch"), (listed.SessionId, listed.SessionTag, listed.State, listed.Node, listed.Owner, listed.Epoch));
        Assert.Equal(1_800, listed.Lease.Seconds);
        Assert.Contains(rig.SessionId, await (await rig.Host.SendAsync(token, HttpMethod.Get, "api/sessions")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [NatsFact]
    public async Task A_reader_at_an_edge_keeps_a_session_open_that_closes_when_nobody_is_attached()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var request = new OpenSessionRequest { CloseWhenDetached = true };
        var opened = await rig.Owner.Owner.InvokeAsync<SessionInfo>(HubContract.OpenSession, request, Patience.Token).WithTimeout("a session");
        await rig.UntilListedAsync(opened.SessionId);
        LeaseInfo Lease() => rig.Owner.Host.Get<SessionManager>().Find(opened.SessionId)!.Lease.Describe();
        Assert.NotNull(Lease().ExpiresAt);

        await new HubStream(rig.Client, opened.SessionId, new StreamRequest()).NextAsync<StartedItem>();
        await Eventually.Async(() => Lease().ExpiresAt is null, "the owner to know of the reader");

        await rig.Client.StopAsync(Patience.Token).WithTimeout("the end of the reader");
        await Eventually.Async(() => Lease().GraceEndsAt is not null, "the grace period, some time after the reader has left");
    }

    [NatsFact]
    public async Task What_is_no_message_of_an_edge_keeps_no_session_open_and_harms_nobody()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await using var other = nats.Connect();
        var subject = new SiteNames(rig.Owner.Site).KeepAlivesOf(rig.Owner.Host.Get<GatewayStore>().InstanceId);
        var id = rig.SessionId;
        var many = string.Join(',', Enumerable.Repeat($"\"{id}\"", 501));

        // Until the owner listens, what is sent to it is lost.
        var first = await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1");
        await Eventually.Async(
            async () =>
            {
                await other.PublishAsync(subject, $$"""{"format":1,"sessionIds":["{{first.SessionId}}"]}""", cancellationToken: Patience.Token);
                return LeaseOf(first.SessionId).ExpiresAt is null;
            },
            "the owner to listen");

        foreach (var body in new[] { "", "x", "null", "[]", $$"""{"sessionIds":["{{id}}"]}""", $$"""{"format":2,"sessionIds":["{{id}}"]}""", """{"format":1}""", """{"format":1,"sessionIds":null}""", $$"""{"format":1,"sessionIds":[{{many}}]}""" })
        {
            await other.PublishAsync(subject, body, cancellationToken: Patience.Token);
        }

        await other.PublishAsync(subject, new string(' ', 65_536) + $$"""{"format":1,"sessionIds":["{{id}}"]}""", cancellationToken: Patience.Token);
        var second = await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1");
        await other.PublishAsync(subject, $$"""{"format":1,"sessionIds":[null,"","unknown","{{second.SessionId}}"]}""", cancellationToken: Patience.Token);
        await Eventually.Async(() => LeaseOf(second.SessionId).ExpiresAt is null, "the message that is one");
        Assert.NotNull(LeaseOf(id).ExpiresAt);

        LeaseInfo LeaseOf(string sessionId) => rig.Owner.Host.Get<SessionManager>().Find(sessionId)!.Lease.Describe();
    }

    [NatsFact]
    public async Task The_values_of_a_session_are_read_by_http_at_an_edge()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await rig.Owner.Worker.PublishAsync(1, 2);
        await rig.UntilLoggedAsync(2);
        using var answer = await rig.Host.SendAsync((await rig.Owner.Host.MintAsync("eve", "admin")).Token.Token, HttpMethod.Get, $"api/sessions/{rig.SessionId}/values");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"fake-epoch:2\"", text, StringComparison.Ordinal);
        Assert.Contains("\"item\":\"B\"", text, StringComparison.Ordinal);
    }

    [NatsFact]
    public async Task Rights_by_session_tag_hold_at_an_edge()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await using var allowed = await rig.Host.ConnectAsync(await TokenAsync(rig, "line1"));
        await using var other = await rig.Host.ConnectAsync(await TokenAsync(rig, "line2"));

        Assert.Single(await allowed.InvokeAsync<IReadOnlyList<SessionInfo>>(HubContract.ListSessions, Patience.Token).WithTimeout("the list"));
        Assert.Empty(await other.InvokeAsync<IReadOnlyList<SessionInfo>>(HubContract.ListSessions, Patience.Token).WithTimeout("the list"));
        Assert.Equal(GatewayErrorCode.SessionNotFound, await new HubStream(other, rig.SessionId, new StreamRequest()).EndAsync());
        await new HubStream(allowed, rig.SessionId, new StreamRequest()).NextAsync<StartedItem>();
    }

    [NatsFact]
    public async Task Another_session_tag_at_the_owner_ends_a_stream_at_the_edge_that_lost_its_right()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await using var client = await rig.Host.ConnectAsync(await TokenAsync(rig, "line1"));
        var stream = new HubStream(client, rig.SessionId, new StreamRequest());
        await stream.NextAsync<StartedItem>();
        await rig.Owner.Owner.InvokeAsync(HubContract.SetSessionTag, rig.SessionId, "line2", Patience.Token).WithTimeout("the tag");

        Assert.Equal(GatewayErrorCode.SessionNotFound, await stream.EndAsync());
    }

    [NatsFact]
    public async Task A_session_that_opens_and_closes_while_the_edge_runs_appears_and_its_stream_completes()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var opened = await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1", "A");
        await rig.UntilListedAsync(opened.SessionId);
        var items = await rig.Client.StreamAsChannelAsync<StreamItem>(HubContract.StreamSession, opened.SessionId, new StreamRequest { ResumeAfter = 0 }, Patience.Token);
        await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the start");
        await rig.Owner.Host.Workers.Of(opened.SessionId).PublishAsync(1, 1);
        await rig.Owner.Owner.InvokeAsync(HubContract.CloseSession, opened.SessionId, Patience.Token).WithTimeout("the close");

        var last = 0L;
        while (await items.WaitToReadAsync(Patience.Token).AsTask().WithTimeout("the end of the stream"))
        {
            while (items.TryRead(out var item))
            {
                last = item is EventsItem events ? events.Last : last;
            }
        }

        Assert.Equal(2, last);
        await rig.UntilGoneAsync(opened.SessionId);
    }

    [NatsFact]
    public async Task A_session_without_a_reader_vanishes_when_its_owner_closes_it()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await rig.Owner.Owner.InvokeAsync(HubContract.CloseSession, rig.SessionId, Patience.Token).WithTimeout("the close");

        await rig.UntilGoneAsync(rig.SessionId);
    }

    [NatsFact]
    public async Task A_session_that_loses_its_worker_is_faulted_at_the_edge_after_its_last_event()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var stream = rig.Stream(new StreamRequest { ResumeAfter = 0 });
        await stream.NextAsync<StartedItem>();
        var last = await rig.Owner.PublishAsync(3);
        await EdgeRig.ReadAsync(stream, 0, last);
        rig.Owner.Worker.Kill();

        Assert.Equal(GatewayErrorCode.WorkerLost, await stream.EndAsync());
        await Eventually.Async(() => rig.Session.Status.State == SessionState.Faulted, "the fault");
        Assert.Equal("WorkerLost", rig.Session.Describe(withSubscriptions: false).Fault?.Code);
        var again = rig.Stream(new StreamRequest { ResumeAfter = 0 });
        await again.NextAsync<StartedItem>();
        await EdgeRig.ReadAsync(again, 0, last);
        Assert.Equal(GatewayErrorCode.WorkerLost, await again.EndAsync());
    }

    [NatsFact]
    public async Task An_edge_that_starts_after_the_events_has_them()
    {
        var owner = await ClusterRig.StartAsync(nats);
        var last = await owner.PublishAsync(30);
        await owner.Reader.ReadWholeAsync(owner.Session.SessionId, last);
        await using var rig = await EdgeRig.BesideAsync(nats, owner);
        var stream = rig.Stream(new StreamRequest { ResumeAfter = 0 });
        await stream.NextAsync<StartedItem>();

        await EdgeRig.ReadAsync(stream, 0, last);
    }

    [NatsFact]
    public async Task When_the_owner_no_longer_renews_its_lease_its_sessions_are_stale_and_their_history_is_served()
    {
        // The edge looks three times in a lease whether the owner still has it.
        await using var rig = await EdgeRig.StartAsync(nats, ("Gateway:Cluster:AckSeconds", "6"), ("Gateway:Cluster:LeaseSeconds", "9"));
        var last = await rig.Owner.PublishAsync(3);
        await rig.UntilLoggedAsync(last);
        var stream = rig.Stream(new StreamRequest { ResumeAfter = 0 });
        await stream.NextAsync<StartedItem>();
        await EdgeRig.ReadAsync(stream, 0, last);
        await rig.Owner.StopPublishingAsync();

        await EdgeRig.StaleAsync(stream);
        Assert.Equal(WorkerState.NotAnswering, rig.Session.WorkerStatus?.State);
        var later = rig.Stream(new StreamRequest { ResumeAfter = 0 });
        Assert.NotNull((await later.NextAsync<StartedItem>()).StaleSince);
        await EdgeRig.ReadAsync(later, 0, last);
    }

    [NatsFact]
    public async Task While_the_directory_cannot_be_read_a_session_that_is_not_found_may_exist_and_those_that_are_known_are_served()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var last = await rig.Owner.PublishAsync(2);
        await EdgeRig.ReadAsync(await StartedAsync(rig.Stream(new StreamRequest { ResumeAfter = 0 })), 0, last);
        await Eventually.Async(async () => await CodeOfOtherAsync() == GatewayErrorCode.SessionNotFound, "the whole directory");
        nats.Stop();
        try
        {
            await rig.UntilAsync(SiteState.Away);
            Assert.Equal(GatewayErrorCode.SiteUnavailable, await CodeOfOtherAsync());
            await EdgeRig.ReadAsync(await StartedAsync(rig.Stream(new StreamRequest { ResumeAfter = 0 })), 0, last);
        }
        finally
        {
            await nats.StartAsync();
        }

        await Eventually.Async(async () => await CodeOfOtherAsync() == GatewayErrorCode.SessionNotFound, "the directory after the outage");

        Task<GatewayErrorCode?> CodeOfOtherAsync() => new HubStream(rig.Client, "other", new StreamRequest()).EndAsync();
    }

    [NatsFact]
    public async Task Before_the_directory_was_read_no_session_is_said_not_to_exist()
    {
        var owner = await ClusterRig.StartAsync(nats);
        await using var owned = owner;
        // The edge knows the keys of the site, and finds no directory.
        await owner.StopPublishingAsync();
        await owner.Reader.Stream.DeleteStreamAsync($"KV_gateway_{owner.Site}_sessions");
        (string Key, string Value)[] own = [("Gateway:Cluster:Role", "Edge"), ("Gateway:Cluster:Node", "edge")];
        await using var host = await GatewayHost.StartAsync([.. ClusterRig.Settings(nats, owner.Site).ExceptBy(own.Select(setting => setting.Key), setting => setting.Key), .. own]);
        await TrustRig.UntilKnownAsync(host);
        var token = (await owner.Host.MintAsync("eve", "admin")).Token.Token;
        await using var client = await host.ConnectAsync(token);

        Assert.Equal(GatewayErrorCode.SiteUnavailable, await new HubStream(client, owner.Session.SessionId, new StreamRequest()).EndAsync());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "SiteUnavailable"), await TrustRig.AskAsync(host, token, HttpMethod.Get, $"/api/sessions/{owner.Session.SessionId}"));
        // Who may not look at sessions is told the same as always.
        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), await TrustRig.AskAsync(host, (await owner.Host.MintAsync("bob", "sessions:read")).Token.Token, HttpMethod.Post, $"/api/sessions/{owner.Session.SessionId}/close"));
    }

    [NatsFact]
    public async Task Opening_is_refused_at_an_edge_with_who_does_it()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var refusal = await Assert.ThrowsAsync<HubException>(() => rig.Client.InvokeAsync<SessionInfo>(HubContract.OpenSession, new OpenSessionRequest(), Patience.Token)).WithTimeout("the refusal");
        Assert.Equal(GatewayErrorCode.Unsupported, GatewayException.FromWireMessage(refusal.Message)?.Code);
        Assert.Contains("edge of site", refusal.Message, StringComparison.Ordinal);
    }

    [NatsFact]
    public async Task Entries_that_are_not_of_the_documented_form_are_skipped()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var directory = await new NatsKVContext(rig.Owner.Reader.Stream).GetStoreAsync($"gateway_{rig.Owner.Site}_sessions");
        var good = (await directory.GetEntryAsync<string>(rig.SessionId)).Value!;
        var other = await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1");
        string[] hostile = ["", "{", "[]", "null", new string('x', 100_000), good, good.Replace("\"ready\"", "\"unheard\"", StringComparison.Ordinal)];
        for (var i = 0; i < hostile.Length; i++)
        {
            await directory.PutAsync($"hostile-{i}", hostile[i]);
        }

        await directory.PutAsync("last", good.Replace(rig.SessionId, "last", StringComparison.Ordinal));
        await rig.UntilListedAsync("last");
        await rig.UntilListedAsync(other.SessionId);
        Assert.Equal(3, rig.Host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().All.Count);
        Assert.Equal(hostile.Length, rig.Host.Logs.Lines.Count(line => line.Contains("of the site's directory is skipped", StringComparison.Ordinal)));
    }

    [NatsFact]
    public async Task More_sessions_than_the_limit_are_not_taken()
    {
        var owner = await ClusterRig.StartAsync(nats);
        await GatewayHost.OpenSessionAsync(owner.Owner, "line1");
        await GatewayHost.OpenSessionAsync(owner.Owner, "line1");
        await using var rig = await EdgeRig.StartAsync(nats, ("Gateway:Cluster:MaxFollowedSessions", "1"));
        await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1");

        await Eventually.Async(() => rig.Host.Logs.Lines.Any(line => line.Contains("already serves 1 sessions", StringComparison.Ordinal)), "the refusal in the log");
        Assert.Single(rig.Host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().All);
        await owner.DisposeAsync();
    }

    [NatsFact]
    public async Task An_edge_of_a_site_that_has_no_log_waits_for_it_and_makes_nothing()
    {
        var site = $"t{Guid.NewGuid():N}";
        await using var host = await GatewayHost.StartAsync([.. ClusterRig.Settings(nats, site), ("Gateway:Cluster:Role", "Edge")]);
        async Task<HealthReportEntry> HealthAsync() =>
            (await host.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == ClusterHealthCheck.Name, Patience.Token)).Entries[ClusterHealthCheck.Name];
        await Eventually.Async(async () => (await HealthAsync()).Description?.Contains("has no log or no directory yet", StringComparison.Ordinal) is true, "the reason");

        Assert.Equal(HealthStatus.Degraded, (await HealthAsync()).Status);
        await using var reader = new SiteReader(nats, site);
        await Assert.ThrowsAsync<NatsJSApiException>(async () => await reader.Stream.GetStreamAsync($"GATEWAY_{site}_EVENTS"));
    }

    private static async Task<HubStream> StartedAsync(HubStream stream)
    {
        await stream.NextAsync<StartedItem>();
        return stream;
    }

    private static async Task<string> TokenAsync(EdgeRig rig, string tag) => (await rig.Owner.Host.MintAsync(new TokenRequest
    {
        Subject = $"of-{tag}",
        Scopes = ["sessions:read"],
        SessionTags = [tag],
        Lifetime = TimeSpan.FromHours(1),
    })).Token.Token;
}
