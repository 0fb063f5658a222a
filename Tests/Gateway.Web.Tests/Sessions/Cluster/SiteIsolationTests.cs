using System.Net;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Sessions.Forwarding;
using Gateway.Web.Tests.Access.Callers;
using Gateway.Web.Tests.Access.OutsideIssuer;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>Attacks of one site on another at their common edge: with tokens, revocations and keys, by the hub and over HTTP.</summary>
public sealed class SiteIsolationTests(TwoNatsServers nats) : IClassFixture<TwoNatsServers>
{
    private static readonly MxCommand Write = new() { Method = MxMethod.Write, ServerHandle = 1, ItemHandle = 1, Value = MxValue.FromInt32(1) };

    [NatsFact]
    public async Task A_token_of_one_site_neither_lists_nor_streams_nor_commands_sessions_of_another()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats);
        var client = await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.A));
        var before = rig.B.Worker.Commands.Count;

        Assert.Equal([rig.SessionOfA], await TwoSitesRig.ListAsync(client));
        Assert.Equal(GatewayErrorCode.SessionNotFound, await new HubStream(client, rig.SessionOfB, new StreamRequest()).EndAsync());
        foreach (var (method, arguments) in CallsOn(rig.SessionOfB))
        {
            Assert.Equal(GatewayErrorCode.SessionNotFound, await RefusalAsync(client, method, arguments));
        }

        Assert.Equal(before, rig.B.Worker.Commands.Count);
        await new HubStream(client, rig.SessionOfA, new StreamRequest()).NextAsync<StartedItem>();
        await client.InvokeAsync<MxReply>(HubContract.Invoke, rig.SessionOfA, Write, Patience.Token).WithTimeout("an answer");
    }

    [NatsFact]
    public async Task A_stream_over_many_sessions_has_only_those_of_the_token_s_site_also_when_it_names_others()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats);
        var client = await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.A));
        foreach (var request in new MultiSessionRequest[] { new(), new() { SessionIds = [rig.SessionOfA, rig.SessionOfB] }, new() { SessionTags = ["*"], Snapshot = SnapshotPolicy.Always } })
        {
            var items = await client.StreamAsChannelAsync<MultiSessionItem>(HubContract.StreamSessions, request, Patience.Token);
            while (await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the own session") is not JoinedItem)
            {
            }

            await rig.B.PublishAsync(3);
            await rig.UntilListedAsync((await GatewayHost.OpenSessionAsync(rig.B.Owner, "line1")).SessionId);
            var last = await rig.A.PublishAsync(3);
            while (true)
            {
                var item = await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the events of the own site");
                Assert.True(item is not JoinedItem joined || joined.Session.SessionId == rig.SessionOfA);
                Assert.True(item is not RoutedItem routed || routed.SessionId == rig.SessionOfA);
                if (item is RoutedItem { Item: EventsItem events } && events.Last == last)
                {
                    break;
                }
            }
        }
    }

    [NatsFact]
    public async Task A_token_of_one_site_gets_nothing_of_another_over_http()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats);
        var token = await TwoSitesRig.AdminOfAsync(rig.A);
        await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.B));
        (HttpMethod Method, string Path, object? Body)[] attacks =
        [
            (HttpMethod.Get, $"/api/sessions/{rig.SessionOfB}", null),
            (HttpMethod.Get, $"/api/sessions/{rig.SessionOfB}/values", null),
            (HttpMethod.Get, $"/api/sessions/{rig.SessionOfB}/values?source=fresh&item=A", null),
            (HttpMethod.Get, $"/api/sessions/{rig.SessionOfB}/events", null),
            (HttpMethod.Put, $"/api/sessions/{rig.SessionOfB}/values", new { values = new[] { new { item = "A", value = 1 } } }),
            (HttpMethod.Get, $"/api/items?session={rig.SessionOfB}", null),
            (HttpMethod.Get, $"/api/recorder/session/{rig.SessionOfB}", null),
            (HttpMethod.Post, $"/api/readers/none.{rig.SessionOfB}/end", new { reason = "none" }),
            (HttpMethod.Post, $"/api/sessions/{rig.SessionOfB}/close", null),
            (HttpMethod.Post, $"/api/sessions/{rig.SessionOfB}/kill", null),
            (HttpMethod.Post, $"/api/sessions/{rig.SessionOfB}/trace", new { minutes = 1 }),
        ];
        foreach (var (method, path, body) in attacks)
        {
            var (status, _) = await TrustRig.AskAsync(rig.Edge, token, method, path, body);
            Assert.True(status == HttpStatusCode.NotFound, $"{method} {path}: {status}");
        }

        foreach (var path in new[] { "/api/sessions", "/api/status", "/api/recorder/dumps" })
        {
            using var answer = await rig.Edge.SendAsync(token, HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain(rig.SessionOfB, await answer.Content.ReadAsStringAsync(Patience.Token), StringComparison.Ordinal);
        }
    }

    [NatsFact]
    public async Task The_admins_of_a_site_administer_the_edge_only_if_the_settings_say_so()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats, ("Gateway:Cluster:Sites:0:Administers", "true"));
        var (trusted, other) = (await TwoSitesRig.AdminOfAsync(rig.A), await TwoSitesRig.AdminOfAsync(rig.B));
        foreach (var path in new[] { "/api/configuration", "/api/settings", "/api/about", "/api/audit", "/metrics" })
        {
            Assert.Equal(HttpStatusCode.OK, (await TrustRig.AskAsync(rig.Edge, trusted, HttpMethod.Get, path)).Status);
            using var refused = await rig.Edge.SendAsync(other, HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), await TrustRig.AskAsync(rig.Edge, other, HttpMethod.Post, "/api/drain"));
        Assert.False((await rig.Edge.GetAsync<JsonElement>(other, "/api/me")).GetProperty("isAdmin").GetBoolean());

        // To administer the edge is not to read the sessions of its sites.
        Assert.Equal([rig.SessionOfA], await TwoSitesRig.ListAsync(await rig.ConnectAsync(trusted)));
    }

    [NatsFact]
    public async Task A_site_that_accepts_tokens_of_another_is_listed_and_read_and_never_gets_to_see_them()
    {
        await using var rig = await TwoSitesRig.AcceptingAsync(nats);
        var client = await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.A));
        Assert.Equal(new[] { rig.SessionOfA, rig.SessionOfB }.Order(), (await TwoSitesRig.ListAsync(client)).Order());
        var stream = new HubStream(client, rig.SessionOfB, new StreamRequest { ResumeAfter = 0 });
        await stream.NextAsync<StartedItem>();
        await EdgeRig.ReadAsync(stream, 0, await rig.B.PublishAsync(2));
        var before = rig.B.Worker.Commands.Count;

        await using var eavesdropper = nats.Second.Connect();
        await using var calls = await eavesdropper.SubscribeCoreAsync<byte[]>(new SiteNames(rig.B.Site).CommandsOf("*"), cancellationToken: Patience.Token);
        await eavesdropper.PingAsync(Patience.Token);
        foreach (var (method, arguments) in CallsOn(rig.SessionOfB).Where(call => call.Method is not (HubContract.GetSession or HubContract.FindItems)))
        {
            Assert.Equal((method, GatewayErrorCode.Forbidden), (method, await RefusalAsync(client, method, arguments)));
        }

        var found = await client.InvokeAsync<ItemPage>(HubContract.FindItems, rig.SessionOfB, new FindItemsRequest(), Patience.Token).WithTimeout("the items");
        Assert.Contains("has not issued the token", found.Notice, StringComparison.Ordinal);
        Assert.Equal(before, rig.B.Worker.Commands.Count);
        // A call of its own users is the first that its owner is sent.
        var own = await TwoSitesRig.AdminOfAsync(rig.B, "bea");
        await (await rig.ConnectAsync(own)).InvokeAsync<MxReply>(HubContract.Invoke, rig.SessionOfB, Write, Patience.Token).WithTimeout("the call of an own user");
        Assert.Equal(own, ForwardingWire.ReadCall((await calls.Msgs.ReadAsync(Patience.Token).AsTask().WithTimeout("the first call")).Data).Token);
        // Its other readers are the business of its own admins.
        var seen = await client.InvokeAsync<SessionInfo>(HubContract.GetSession, rig.SessionOfB, Patience.Token).WithTimeout("the session");
        Assert.Empty(seen.Subscriptions);
        Assert.Equal((HttpStatusCode.OK, null), await TrustRig.AskAsync(rig.Edge, await TwoSitesRig.TokenOfAsync(rig.A, "ida", "sessions:read"), HttpMethod.Get, $"/api/sessions/{rig.SessionOfB}/values"));

        // Accepting is one way.
        Assert.Equal([rig.SessionOfB], await TwoSitesRig.ListAsync(await rig.ConnectAsync(await TwoSitesRig.AdminOfAsync(rig.B))));
        // Rights of the token still count.
        Assert.Empty(await TwoSitesRig.ListAsync(await rig.ConnectAsync((await rig.A.Host.MintAsync("stranger", "sessions:read")).Token.Token)));
    }

    [NatsFact]
    public async Task A_revocation_ends_the_streams_of_the_token_over_sessions_of_every_site()
    {
        await using var rig = await TwoSitesRig.AcceptingAsync(nats);
        var minted = await rig.A.Host.MintAsync("ada", "admin");
        var client = await rig.ConnectAsync(minted.Token.Token);
        HubStream[] streams = [new(client, rig.SessionOfA, new StreamRequest()), new(client, rig.SessionOfB, new StreamRequest())];
        Assert.All(await Task.WhenAll(streams.Select(stream => stream.NextAsync<StartedItem>())), Assert.NotNull);

        using var response = await rig.A.Host.SendAsync(await TwoSitesRig.AdminOfAsync(rig.A), HttpMethod.Delete, $"/api/tokens/{minted.Token.TokenId}");
        response.EnsureSuccessStatusCode();

        Assert.Equal([GatewayErrorCode.TokenRevoked, GatewayErrorCode.TokenRevoked], await Task.WhenAll(streams.Select(stream => stream.EndAsync())).WithTimeout("the end of the streams"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await TrustRig.AskAsync(rig.Edge, minted.Token.Token)).Status);
    }

    [NatsFact]
    public async Task A_site_revokes_no_token_of_another()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats);
        var minted = await rig.A.Host.MintAsync("ada", "admin");
        var stream = new HubStream(await rig.ConnectAsync(minted.Token.Token), rig.SessionOfA, new StreamRequest { ResumeAfter = 0 });
        await stream.NextAsync<StartedItem>();
        var revocation = new Revocation(minted.Token.TokenId, minted.Token.ExpiresAt);
        await TwoSitesRig.WriteAsync(nats.Second, names => names.Revocations, rig.B, Revocation.KeyOf("mallory", revocation.TokenId), revocation.Write());
        await Eventually.Async(() => rig.Edge.Get<RevokedTokens>().Of(rig.B.Site).Contains(revocation.TokenId), "the revocation at the edge");

        await EdgeRig.ReadAsync(stream, 0, await rig.A.PublishAsync(2));
        Assert.Equal((HttpStatusCode.OK, null), await TrustRig.AskAsync(rig.Edge, minted.Token.Token));
    }

    [NatsFact]
    public async Task A_site_that_publishes_the_keys_of_another_takes_nothing_from_its_users()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats);
        var stolen = new PublishedKeys("mallory", null, rig.A.Host.Get<SigningKeyRing>().Public).Write();
        await TwoSitesRig.WriteAsync(nats.Second, names => names.Keys, rig.B, "mallory", stolen);
        await Eventually.Async(() => rig.TrustIn(rig.B).Keys.Owners.Any(owner => owner.Node == "mallory"), "the keys at the edge");
        var minted = await rig.A.Host.MintAsync("ada", "admin");

        Assert.Contains(rig.SessionOfA, await TwoSitesRig.ListAsync(await rig.ConnectAsync(minted.Token.Token)));
        // With the keys of somebody else, a revocation opens and closes the own sessions only.
        var revocation = new Revocation(minted.Token.TokenId, minted.Token.ExpiresAt);
        await TwoSitesRig.WriteAsync(nats.Second, names => names.Revocations, rig.B, Revocation.KeyOf("mallory", revocation.TokenId), revocation.Write());
        await Eventually.Async(() => rig.Edge.Get<RevokedTokens>().Of(rig.B.Site).Contains(revocation.TokenId), "the revocation at the edge");
        Assert.Equal([rig.SessionOfA], await TwoSitesRig.ListAsync(await rig.ConnectAsync(minted.Token.Token)));
    }

    [NatsFact]
    public async Task The_same_subject_of_another_site_is_somebody_else()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats);
        var (own, other) = (await TwoSitesRig.TokenOfAsync(rig.A, "ada", "sessions:read"), await TwoSitesRig.TokenOfAsync(rig.B, "ada", "sessions:read"));
        using (var saved = await rig.Edge.SendAsync(own, HttpMethod.Put, "/api/item-sets/Night", new { items = new[] { "Tank101.Level.PV" } }))
        {
            saved.EnsureSuccessStatusCode();
        }

        Assert.Contains("Tank101", await TextAsync(own), StringComparison.Ordinal);
        Assert.DoesNotContain("Tank101", await TextAsync(other), StringComparison.Ordinal);

        var client = await rig.ConnectAsync(own);
        Assert.Equal(GatewayErrorCode.Forbidden, await RefusalAsync(client, HubContract.RenewToken, [other]));
        var connection = rig.Edge.Get<FlightRecorder>().All(RecorderPart.Connection).Single(ring => ring.Heading.Subject == "ada").Heading.Id;
        Assert.Equal(HttpStatusCode.NotFound, (await TrustRig.AskAsync(rig.Edge, other, HttpMethod.Get, $"/api/recorder/connection/{connection}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await TrustRig.AskAsync(rig.Edge, own, HttpMethod.Get, $"/api/recorder/connection/{connection}")).Status);

        async Task<string> TextAsync(string token) => await (await rig.Edge.SendAsync(token, HttpMethod.Get, "/api/item-sets")).Content.ReadAsStringAsync(Patience.Token);
    }

    [NatsFact]
    public async Task A_site_that_is_away_for_too_long_takes_only_its_own_tokens_with_it()
    {
        await using var rig = await TwoSitesRig.StartAsync(nats, ("Gateway:Cluster:TrustMinutes", "5"));
        var (own, other) = (await TwoSitesRig.AdminOfAsync(rig.A), await TwoSitesRig.AdminOfAsync(rig.B));
        nats.Second.Stop();
        try
        {
            await Eventually.Async(() => rig.TrustIn(rig.B).Condition.Faults.Any(), "the loss of the site");
            Assert.Equal((HttpStatusCode.OK, null), await TrustRig.AskAsync(rig.Edge, other));
            rig.Edge.Clock.Advance(TimeSpan.FromMinutes(6));

            Assert.Equal((HttpStatusCode.OK, null), await TrustRig.AskAsync(rig.Edge, own));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "SiteUnavailable"), await TrustRig.AskAsync(rig.Edge, other));
            Assert.Equal((HttpStatusCode.OK, null), await TrustRig.AskAsync(rig.Edge, null, HttpMethod.Get, "/.well-known/jwks.json"));
        }
        finally
        {
            await nats.Second.StartAsync();
        }
    }

    [NatsFact]
    public async Task A_token_of_an_outside_issuer_counts_for_all_sites()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var rig = await TwoSitesRig.StartAsync(nats, ("Gateway:OutsideIssuer:Authority", issuer.Address), ("Gateway:OutsideIssuer:Audience", "gateway-api"));
        var token = ForgedToken.Like("ec-1", rig.Edge.Clock.GetUtcNow());
        (token.Payload["iss"], token.Payload["aud"], token.Payload["scope"]) = (issuer.Address, "gateway-api", "sessions:read sessions:all");
        var client = await rig.ConnectAsync(token.SignedWith(issuer.EcKey));

        Assert.Equal(new[] { rig.SessionOfA, rig.SessionOfB }.Order(), (await TwoSitesRig.ListAsync(client)).Order());
        await new HubStream(client, rig.SessionOfB, new StreamRequest()).NextAsync<StartedItem>();
    }

    private static IEnumerable<(string Method, object?[] Arguments)> CallsOn(string sessionId) =>
    [
        (HubContract.GetSession, [sessionId]), (HubContract.CloseSession, [sessionId]), (HubContract.KillSession, [sessionId]), (HubContract.SetSessionTag, [sessionId, "x"]),
        (HubContract.Invoke, [sessionId, Write]), (HubContract.Invoke, [sessionId, new MxCommand { Method = MxMethod.Ping }]),
        (HubContract.Invoke, [sessionId, new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = 1, ItemDefinitions = ["A"] }]),
        (HubContract.FindItems, [sessionId, new FindItemsRequest()]),
    ];

    private static async Task<GatewayErrorCode?> RefusalAsync(HubConnection client, string method, object?[] arguments)
    {
        var error = await Assert.ThrowsAsync<HubException>(() => client.InvokeCoreAsync(method, typeof(object), arguments, Patience.Token).WithTimeout("the refusal"));
        return GatewayException.FromWireMessage(error.Message)?.Code;
    }
}
