using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Forwarding;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Gateway.Web.Tests.Sessions.Cluster;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Tests.Sessions.Forwarding;

/// <summary>Commands and other calls of an edge's callers, over a real NATS server. An owner believes nothing of an edge but the token.</summary>
public sealed class ForwardedCallTests(NatsServer nats) : IClassFixture<NatsServer>
{
    [NatsFact]
    public async Task A_command_at_an_edge_is_run_by_the_owner_s_worker()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var began = TimeProvider.System.GetTimestamp();
        var reply = await InvokeAsync(rig, new MxCommand { Method = MxMethod.AddItem, ServerHandle = 1, ItemDefinition = "C" });
        Assert.Equal(3, reply.ReturnValue);
        Assert.Equal(MxValue.FromInt32(7).ToString(), (await InvokeAsync(rig, new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = 1, ItemDefinitions = ["A"] })).Results!.Single().Value!.ToString());
        await InvokeAsync(rig, new MxCommand { Method = MxMethod.Write, ServerHandle = 1, ItemHandle = 1, Value = MxValue.FromDouble(1.5) });

        var written = rig.Owner.Worker.Commands.Last();
        Assert.Equal((MxMethod.Write, 1, MxValue.FromDouble(1.5)), (written.Method, written.ItemHandle!.Value, written.Value!));
        // The deadline loses what the way took, and a millisecond wherever a time is rounded.
        Assert.InRange(written.TimeoutMs!.Value, 29_990 - (int)TimeProvider.System.GetElapsedTime(began).TotalMilliseconds, 30_000);
        Assert.Equal(1, rig.Owner.Worker.Commands.Count(command => command.Method == MxMethod.Write));
    }

    [NatsFact]
    public async Task Sessions_are_tagged_closed_and_killed_at_an_edge_by_their_owner_which_has_it_in_its_audit_trail()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var owner = rig.Owner.Host;
        var (second, third) = (await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1"), await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1"));
        await rig.UntilListedAsync(second.SessionId);
        await rig.UntilListedAsync(third.SessionId);

        var tagged = await CallAsync(rig.Client, HubContract.SetSessionTag, rig.SessionId, "line2");
        Assert.Equal((rig.SessionId, "line2", "plant", rig.Owner.Site), (tagged.SessionId, tagged.SessionTag, tagged.Node, tagged.Site));
        Assert.Equal("line2", owner.Get<SessionManager>().Find(rig.SessionId)!.Identity.SessionTag);
        await Eventually.Async(() => rig.Session.Identity.SessionTag == "line2", "the tag at the edge");

        var closed = await CallAsync(rig.Client, HubContract.CloseSession, rig.SessionId);
        Assert.Equal((rig.SessionId, SessionState.Closed, "plant"), (closed.SessionId, closed.State, closed.Node));
        Assert.Null(owner.Get<SessionManager>().Find(rig.SessionId));
        var killed = await CallAsync(rig.Client, HubContract.KillSession, second.SessionId);
        Assert.Equal((second.SessionId, SessionState.Closed), (killed.SessionId, killed.State));
        var admin = (await owner.MintAsync("root", "admin")).Token.Token;
        using (var response = await rig.Host.SendAsync(admin, HttpMethod.Post, $"/api/sessions/{third.SessionId}/close"))
        {
            response.EnsureSuccessStatusCode();
        }

        Assert.Empty(owner.Get<SessionManager>().All);
        await Task.WhenAll(new[] { rig.SessionId, second.SessionId, third.SessionId }.Select(rig.UntilGoneAsync));
        var trail = await TrailAsync(owner, admin, "edge edge");
        Assert.Equal(
            ["session.closed eve", "session.closed root", "session.killed eve", "session.tagged eve"],
            trail.Select(item => $"{item.GetProperty("action").GetString()} {item.GetProperty("subject").GetString()}").Order(StringComparer.Ordinal));
    }

    [NatsFact]
    public async Task Items_are_found_at_an_edge_as_far_as_the_token_may_read_them()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var session = await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1", "Tank.Level", "Pump.Speed");
        await rig.UntilListedAsync(session.SessionId);
        var narrow = (await rig.Owner.Host.MintAsync(new TokenRequest
        {
            Subject = "ida",
            Scopes = ["sessions:read"],
            SessionTags = ["line1"],
            Read = ["Pump.*"],
            Lifetime = TimeSpan.FromHours(1),
        })).Token.Token;
        var request = new FindItemsRequest { Level = ItemLevel.Item };
        var atOwner = await rig.Owner.Owner.InvokeAsync<ItemPage>(HubContract.FindItems, session.SessionId, request, Patience.Token).WithTimeout("the items at the owner");
        var atEdge = await rig.Client.InvokeAsync<ItemPage>(HubContract.FindItems, session.SessionId, request, Patience.Token).WithTimeout("the items at the edge");
        Assert.Equal(["Pump.Speed[]", "Tank.Level[]"], atOwner.Items.Select(item => item.Reference));
        Assert.Equal(atOwner.Items, atEdge.Items);
        Assert.Equal((atOwner.Total, atOwner.Next, atOwner.Notice), (atEdge.Total, atEdge.Next, atEdge.Notice));

        await using var reader = await rig.Host.ConnectAsync(narrow);
        var seen = await reader.InvokeAsync<ItemPage>(HubContract.FindItems, session.SessionId, request, Patience.Token).WithTimeout("the items of a narrow token");
        Assert.Equal(["Pump.Speed[]"], seen.Items.Select(item => item.Reference));
    }

    [NatsFact]
    public async Task Items_that_the_session_has_added_are_found_at_an_edge_while_its_owner_is_away()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var session = await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1", "Tank.Level", "Pump.Speed");
        await rig.UntilListedAsync(session.SessionId);
        await new HubStream(rig.Client, session.SessionId, new StreamRequest { ResumeAfter = 0 }).NextAsync<StartedItem>();
        await Eventually.Async(() => rig.Host.Get<SessionManager>().Find(session.SessionId)!.Distributor.Items.Present().Count == 2, "the items at the edge");
        await rig.Owner.Host.Get<CallReceiverService>().StopAsync(Patience.Token);

        var page = await rig.Client.InvokeAsync<ItemPage>(HubContract.FindItems, session.SessionId, new FindItemsRequest { Like = "pump" }, Patience.Token).WithTimeout("the items");
        Assert.Equal(["Pump.Speed"], page.Items.Select(item => item.Reference));
        Assert.Contains("cannot be reached", page.Notice, StringComparison.Ordinal);
        var closing = await Assert.ThrowsAsync<HubException>(() => CallAsync(rig.Client, HubContract.CloseSession, session.SessionId));
        Assert.Equal(GatewayErrorCode.SiteUnavailable, GatewayException.FromWireMessage(closing.Message)?.Code);
    }

    [NatsFact]
    public async Task A_search_that_waits_for_a_source_which_does_not_answer_ends_with_its_deadline()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await using var wire = new Wire(nats, rig);
        var admin = (await rig.Owner.Host.MintAsync("root", "admin")).Token.Token;
        var before = rig.Owner.Worker.Commands.Count;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Owner.Worker.Gate = gate.Task;
        var first = wire.AskAsync(admin, call => call with { Method = HubContract.FindItems, Find = new FindItemsRequest() });
        await Eventually.Async(() => rig.Owner.Worker.Commands.Count > before, "the search at the worker");

        Assert.Equal("CommandTimedOut", (await wire.AskAsync(admin, call => call with { Method = HubContract.FindItems, Find = new FindItemsRequest(), Until = call.Until - 599_500 })).Code);
        gate.SetResult();
        Assert.NotNull((await first).Page);
    }

    [NatsFact]
    public async Task Searches_take_only_some_of_the_places_at_an_owner()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var reader = (await rig.Owner.Host.MintAsync(new TokenRequest { Subject = "bob", Scopes = ["sessions:read"], SessionTags = ["line1"], Lifetime = TimeSpan.FromHours(1) })).Token.Token;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Owner.Worker.Gate = gate.Task;
        var searches = Enumerable.Range(0, 33).Select(_ => rig.Host.SendAsync(reader, HttpMethod.Get, $"/api/items?session={rig.SessionId}")).ToList();

        using var refused = await (await Task.WhenAny(searches).WithTimeout("a refusal"));
        Assert.Contains("TooManyPendingCommands", await refused.Content.ReadAsStringAsync(Patience.Token), StringComparison.Ordinal);
        gate.SetResult();
        Assert.Equal(32, (await Task.WhenAll(searches).WithTimeout("the searches")).Count(answer => answer.IsSuccessStatusCode));
    }

    [NatsFact]
    public async Task An_edge_cannot_end_a_session_with_a_token_that_may_not_and_no_call_is_run_late_or_half()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await using var wire = new Wire(nats, rig);
        var owner = rig.Owner.Host;
        var reader = (await owner.MintAsync(new TokenRequest { Subject = "bob", Scopes = ["sessions:read"], SessionTags = ["line1"], Lifetime = TimeSpan.FromHours(1) })).Token.Token;
        var closer = (await owner.MintAsync("carl", "sessions:read", "sessions:close")).Token.Token;
        var admin = (await owner.MintAsync("root", "admin")).Token.Token;
        string[] changes = [HubContract.CloseSession, HubContract.KillSession, HubContract.SetSessionTag];
        foreach (var method in changes)
        {
            Assert.Equal((method, "Forbidden"), (method, (await wire.AskAsync(reader, call => call with { Method = method })).Code));
            var hidden = method == HubContract.KillSession ? "Forbidden" : "SessionNotFound";
            Assert.Equal((method, hidden), (method, (await wire.AskAsync(closer, call => call with { Method = method })).Code));
            Assert.Equal((method, "CommandTimedOut"), (method, (await wire.AskAsync(admin, call => call with { Method = method, Until = call.Until - 1_200_000 })).Code));
            Assert.Equal((method, "InvalidArgument"), (method, (await wire.AskAsync(admin, call => call with { Method = method.ToUpperInvariant() })).Code));
        }

        Assert.Equal("InvalidArgument", (await wire.AskAsync(admin, call => call with { Method = HubContract.FindItems })).Code);
        Assert.Equal("InvalidArgument", (await wire.AskAsync(admin, call => call)).Code);
        Assert.Equal("InvalidArgument", (await wire.AskAsync(admin, call => call with { Method = HubContract.CloseSession, Command = Ping })).Code);
        Assert.Equal("InvalidArgument", (await wire.AskAsync(admin, call => call with { Method = HubContract.OpenSession })).Code);
        Assert.Equal((SessionState.Ready, "line1"), (owner.Get<SessionManager>().Find(rig.SessionId)!.State, owner.Get<SessionManager>().Find(rig.SessionId)!.Identity.SessionTag));
        List<JsonElement> refusals = [];
        await Eventually.Async(async () => (refusals = await TrailAsync(owner, admin, "edge mallory, 10.0.0.7")).Count >= 6, "the refusals in the audit trail");
        Assert.Equal(changes.Select(method => $"hub.{method}").Order(StringComparer.Ordinal), refusals.Select(item => item.GetProperty("action").GetString()).Distinct().Order(StringComparer.Ordinal));
    }

    [NatsFact]
    public async Task The_owner_decides_about_rights_and_its_audit_trail_has_the_caller_and_the_edge()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await using var wire = new Wire(nats, rig);
        var owner = rig.Owner.Host;
        var before = rig.Owner.Worker.Commands.Count;
        var reader = (await owner.MintAsync(new TokenRequest { Subject = "bob", Scopes = ["sessions:read"], SessionTags = ["line1"], Lifetime = TimeSpan.FromHours(1) })).Token;
        var stranger = (await owner.MintAsync("carl", "sessions:read", "sessions:write")).Token;
        var revoked = await owner.MintAsync("dora", "admin");
        using (var response = await owner.SendAsync((await owner.MintAsync("root", "admin")).Token.Token, HttpMethod.Delete, $"/api/tokens/{revoked.Token.TokenId}"))
        {
            response.EnsureSuccessStatusCode();
        }

        var narrow = (await owner.MintAsync(new TokenRequest
        {
            Subject = "ida",
            Scopes = ["sessions:read", "sessions:write"],
            SessionTags = ["line1"],
            Write = ["Pump*"],
            Lifetime = TimeSpan.FromHours(1),
        })).Token;
        var write = new MxCommand { Method = MxMethod.Write, ServerHandle = 1, ItemHandle = 1, Value = MxValue.FromInt32(1) };

        Assert.Equal("Unauthenticated", (await wire.AskAsync(write, "")).Code);
        Assert.Equal("Unauthenticated", (await wire.AskAsync(write, "a.b.c")).Code);
        Assert.Equal("Unauthenticated", (await wire.AskAsync(write, revoked.Token.Token)).Code);
        Assert.Equal("Forbidden", (await wire.AskAsync(write, reader.Token)).Code);
        Assert.Equal("SessionNotFound", (await wire.AskAsync(write, stranger.Token)).Code);
        Assert.Equal("Forbidden", (await wire.AskAsync(write, narrow.Token)).Code);
        Assert.Equal(before, rig.Owner.Worker.Commands.Count);

        // Refusals are written in the background, one after the other.
        var root = (await owner.MintAsync("root", "admin")).Token.Token;
        List<JsonElement> items = [];
        await Eventually.Async(async () => (items = await TrailAsync(owner, root, "edge mallory, 10.0.0.7")).Count >= 6, "the refusals in the audit trail");
        Assert.Equal(6, items.Count);
        var refused = items.Single(item => item.TryGetProperty("subject", out var subject) && subject.GetString() == "bob");
        Assert.Equal(("Forbidden", reader.TokenId, rig.SessionId), (refused.GetProperty("result").GetString(), refused.GetProperty("tokenId").GetString(), refused.GetProperty("sessionId").GetString()));
        Assert.DoesNotContain(owner.Logs.Lines.Concat(rig.Host.Logs.Lines), line => line.Contains(reader.Token[^24..], StringComparison.Ordinal));
    }

    [NatsFact]
    public async Task A_command_that_is_late_or_meant_for_an_earlier_process_is_not_run()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await using var wire = new Wire(nats, rig);
        var token = (await rig.Owner.Host.MintAsync("root", "admin")).Token.Token;
        var clock = await wire.SendAsync(wire.Request(Ping, token));
        var before = rig.Owner.Worker.Commands.Count;

        Assert.Equal((null, null), (clock.Code, clock.Reply));
        Assert.Equal("CommandTimedOut", (await wire.SendAsync(wire.Request(Ping, token) with { Run = clock.Run, Until = clock.Now })).Code);
        Assert.Equal("CommandTimedOut", (await wire.SendAsync(wire.Request(Ping, token) with { Run = clock.Run, Until = long.MinValue })).Code);
        var other = await wire.SendAsync(wire.Request(Ping, token) with { Run = "another", Until = long.MaxValue });
        Assert.Equal((null, null), (other.Code, other.Reply));
        Assert.Equal(before, rig.Owner.Worker.Commands.Count);

        Assert.NotNull((await wire.SendAsync(wire.Request(Ping, token) with { Run = clock.Run, Until = long.MaxValue })).Reply);
        Assert.Equal(before + 1, rig.Owner.Worker.Commands.Count);
    }

    [NatsFact]
    public async Task An_answer_tells_the_clock_of_when_it_was_sent_so_that_a_slow_command_takes_nothing_from_later_deadlines()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await using var wire = new Wire(nats, rig);
        var clock = rig.Owner.Host.Get<OwnerClock>();
        var before = rig.Owner.Worker.Commands.Count;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Owner.Worker.Gate = gate.Task;
        var answer = wire.AskAsync(new MxCommand { Method = MxMethod.Unregister, ServerHandle = 9 }, (await rig.Owner.Host.MintAsync("root", "admin")).Token.Token);
        await Eventually.Async(() => rig.Owner.Worker.Commands.Count > before, "the command at the worker");
        var arrived = clock.Now;
        await Eventually.Async(() => clock.Now > arrived, "a tick of the clock");
        var released = clock.Now;
        gate.SetResult();
        Assert.InRange((await answer).Now, released, long.MaxValue);
    }

    [NatsFact]
    public async Task No_owner_is_try_again_and_no_answer_is_an_unknown_outcome()
    {
        // How long the edge waits for an answer that never comes depends on it.
        await using var rig = await EdgeRig.StartAsync(nats, ("Gateway:Cluster:AckSeconds", "2"), ("Gateway:Cluster:LeaseSeconds", "3"));
        await InvokeAsync(rig, Ping);
        var instance = rig.Owner.Host.Get<GatewayStore>().InstanceId;
        var subject = new SiteNames(rig.Owner.Site).CommandsOf(instance);
        await rig.Owner.Host.Get<CallReceiverService>().StopAsync(Patience.Token);
        Assert.Equal(GatewayErrorCode.SiteUnavailable, await RefusalAsync(rig, Ping));

        // Something that takes the command and never answers.
        await using var silent = nats.Connect();
        await using var taken = await silent.SubscribeCoreAsync<byte[]>(subject, cancellationToken: Patience.Token);
        await silent.PingAsync(Patience.Token);
        Assert.Equal(GatewayErrorCode.OutcomeUnknown, await RefusalAsync(rig, Ping with { TimeoutMs = 100 }));
        await taken.Msgs.ReadAsync(Patience.Token).AsTask().WithTimeout("the command");

        // NATS goes while the command is under way.
        var waiting = RefusalAsync(rig, Ping with { TimeoutMs = 20_000 });
        await taken.Msgs.ReadAsync(Patience.Token).AsTask().WithTimeout("the command");
        nats.Stop();
        try
        {
            Assert.Equal(GatewayErrorCode.OutcomeUnknown, await waiting);
            await Eventually.Async(async () => await RefusalAsync(rig, Ping) == GatewayErrorCode.SiteUnavailable, "the loss of NATS");
        }
        finally
        {
            await nats.StartAsync();
        }
    }

    [NatsFact]
    public async Task An_answer_that_is_garbage_is_an_unknown_outcome()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        // Only a call with a deadline can have been run, and the deadline needs the owner's clock.
        await InvokeAsync(rig, Ping);
        await rig.Owner.Host.Get<CallReceiverService>().StopAsync(Patience.Token);
        await using var liar = nats.Connect();
        await using var taken = await liar.SubscribeCoreAsync<byte[]>(new SiteNames(rig.Owner.Site).CommandsOf(rig.Owner.Host.Get<GatewayStore>().InstanceId), cancellationToken: Patience.Token);
        await liar.PingAsync(Patience.Token);
        var waiting = RefusalAsync(rig, Ping);
        await (await taken.Msgs.ReadAsync(Patience.Token)).ReplyAsync(new byte[] { 0xc1, 1, 2 }, cancellationToken: Patience.Token);
        Assert.Equal(GatewayErrorCode.OutcomeUnknown, await waiting);

        // Well-formed answers to something else, and about another session.
        var other = new SessionInfo { SessionId = "other", Backend = "x", State = SessionState.Closed, Owner = "x", CreatedAt = default, LastActivityAt = default, Lease = new LeaseInfo { Seconds = 1 } };
        Assert.Equal(GatewayErrorCode.OutcomeUnknown, await AfterAsync(new ForwardedOutcome { Run = "x", Now = 1, Page = new ItemPage { Items = [], Total = 0 } }));
        Assert.Equal(GatewayErrorCode.OutcomeUnknown, await AfterAsync(new ForwardedOutcome { Run = "x", Now = 1, Session = other }));
        // The client's token is good here, whatever the owner thinks of it.
        Assert.Equal(GatewayErrorCode.Forbidden, await AfterAsync(new ForwardedOutcome { Run = "x", Now = 1, Code = "Unauthenticated" }));

        async Task<GatewayErrorCode?> AfterAsync(ForwardedOutcome outcome)
        {
            var closing = Assert.ThrowsAsync<HubException>(() => CallAsync(rig.Client, HubContract.CloseSession, rig.SessionId));
            await (await taken.Msgs.ReadAsync(Patience.Token).AsTask().WithTimeout("the call")).ReplyAsync(ForwardingWire.Write(outcome), cancellationToken: Patience.Token);
            return GatewayException.FromWireMessage((await closing).Message)?.Code;
        }
    }

    [NatsFact]
    public async Task What_is_not_a_command_is_too_large_or_too_often_is_refused()
    {
        var owner = await ClusterRig.StartAsync(nats, ("Gateway:Cluster:MaxRequestsPerSecond", "4"), ("Gateway:Cluster:MaxRequestBytes", "32768"));
        await using var rig = await EdgeRig.BesideAsync(nats, owner);
        await using var wire = new Wire(nats, rig);
        Assert.Equal("InvalidArgument", (await wire.SendAsync([])).Code);
        Assert.Equal("InvalidArgument", (await wire.SendAsync([0x81, 0xa1, 0x78, 0x01])).Code);
        Assert.Equal("InvalidArgument", (await wire.SendAsync(new byte[32_769])).Code);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => wire.SendAsync(wire.Request(Ping, "x"))));
        Assert.Contains(outcomes, outcome => outcome is { Code: "TooManyRequests", RetryAfterMs: > 0 });
    }

    [NatsFact]
    public async Task An_answer_never_goes_into_the_log_or_a_bucket()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await using var wire = new Wire(nats, rig);
        var names = new SiteNames(rig.Owner.Site);
        var directory = await new NatsKVContext(new NatsJSContext(wire.Nats)).GetStoreAsync(names.Sessions, Patience.Token);
        await rig.UntilLoggedAsync(await rig.Owner.PublishAsync(1));
        foreach (var target in new[] { names.EventsOf("forged"), $"$KV.{names.Sessions}.forged" })
        {
            await wire.Nats.PublishAsync(wire.Subject, ForwardingWire.Write(wire.Request(Ping, "x")), replyTo: target, cancellationToken: Patience.Token);
        }

        // One after the other, so an answer to the last one comes after all.
        await wire.SendAsync(wire.Request(Ping, "x"));
        Assert.Empty(await rig.Owner.Reader.ReadAsync("forged"));
        Assert.False((await directory.TryGetEntryAsync<byte[]>("forged", cancellationToken: Patience.Token)).Success);
    }

    /// <summary>What the audit trail has of callers whose address begins so.</summary>
    private static async Task<List<JsonElement>> TrailAsync(GatewayHost owner, string token, string address) =>
        [.. (await owner.GetAsync<JsonElement>(token, "/api/audit?limit=50")).GetProperty("items").EnumerateArray()
            .Where(item => item.TryGetProperty("remoteAddress", out var from) && from.GetString()!.StartsWith(address, StringComparison.Ordinal))];

    private static Task<SessionInfo> CallAsync(HubConnection client, string method, params object?[] arguments) =>
        client.InvokeCoreAsync<SessionInfo>(method, arguments, Patience.Token).WithTimeout(method);

    private static MxCommand Ping => new() { Method = MxMethod.Ping };

    private static Task<MxReply> InvokeAsync(EdgeRig rig, MxCommand command) =>
        rig.Client.InvokeAsync<MxReply>(HubContract.Invoke, rig.SessionId, command, Patience.Token).WithTimeout("the reply");

    private static async Task<GatewayErrorCode?> RefusalAsync(EdgeRig rig, MxCommand command) =>
        GatewayException.FromWireMessage((await Assert.ThrowsAsync<HubException>(() => InvokeAsync(rig, command))).Message)?.Code;

    /// <summary>Somebody who may send commands to the owner, and is not the gateway.</summary>
    private sealed class Wire(NatsServer server, EdgeRig rig) : IAsyncDisposable
    {
        public NatsConnection Nats { get; } = server.Connect();

        public string Subject => new SiteNames(rig.Owner.Site).CommandsOf(rig.Owner.Host.Get<GatewayStore>().InstanceId);

        public ForwardedCall Request(MxCommand? command, string token) =>
            new() { Token = token, SessionId = rig.SessionId, Command = command, Node = "mallory", ClientAddress = "10.0.0.7" };

        public Task<ForwardedOutcome> AskAsync(MxCommand command, string token) => AskAsync(token, call => call with { Command = command });

        /// <summary>Sends a call that has ten minutes.</summary>
        public async Task<ForwardedOutcome> AskAsync(string token, Func<ForwardedCall, ForwardedCall> shape)
        {
            var clock = await SendAsync(Request(Ping, token));
            return await SendAsync(shape(Request(null, token) with { Run = clock.Run, Until = clock.Now + 600_000 }));
        }

        public Task<ForwardedOutcome> SendAsync(ForwardedCall request) => SendAsync(ForwardingWire.Write(request));

        public async Task<ForwardedOutcome> SendAsync(byte[] body)
        {
            var answer = await Nats.RequestAsync<byte[], byte[]>(Subject, body, cancellationToken: Patience.Token).AsTask().WithTimeout("an outcome");
            return ForwardingWire.ReadOutcome(answer.Data);
        }

        public ValueTask DisposeAsync() => Nats.DisposeAsync();
    }
}
