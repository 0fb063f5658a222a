using System.Reflection;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Streams.Feed.Reading;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>Every hub method with every kind of caller. A new method needs a row.</summary>
public sealed class HubAccessTableTests : IAsyncLifetime
{
    private const string Missing = nameof(GatewayErrorCode.SessionNotFound);
    private const string Forbidden = nameof(GatewayErrorCode.Forbidden);

    private static readonly string[] What = ["session", "readers", "token", "hole"];

    private GatewayHost _host = null!;
    private AlarmPlant? _plant;

    /// <summary>The call, and what each caller gets.</summary>
    public static TheoryData<string, string[]> Rows => new()
    {
        { "OpenSession", Each("ok", bound: Forbidden) },
        { "OpenSession tagged", Each(Forbidden, rightTag: "ok", globbed: "ok", admin: "ok") },
        { "CloseSession", Each("ok", other: Missing, wrongTag: Missing) },
        { "KillSession", Each(Forbidden, admin: "ok") },
        { "ListSessions", Each("1", other: "0", wrongTag: "0") },
        { "GetSession", Each("ok", other: Missing, wrongTag: Missing) },
        { "FindItems", Each("Pump101.Speed Tank101.Level", other: Missing, wrongTag: Missing, globbed: "Tank101.Level") },
        { "GetLimits", Each("ok") },
        { "RenewToken", Each("ok") },
        { "StreamSession", Each("1 2", other: Missing, wrongTag: Missing, globbed: "1") },
        { "StreamSession snapshot", Each("1 2", other: Missing, wrongTag: Missing, globbed: "1") },
        { "StreamFeed", Each("session hole", owner: "session readers hole", other: "hole", wrongTag: "hole", admin: "session readers token hole") },
        { "StreamAlarms", Each("Tank101.Level.Hi Secret.Hi", other: "", wrongTag: "", globbed: "Tank101.Level.Hi") },
        { "AcknowledgeAlarm", Each("Acknowledged", other: Forbidden, wrongTag: Forbidden) },
        { "AcknowledgeAlarms", Each("Acknowledged", other: Forbidden, wrongTag: Forbidden) },
        { "ShelveAlarm", Each("Shelved", other: Forbidden, wrongTag: Forbidden) },
        { "StreamOverview", Each("session", owner: "session reader", other: "", wrongTag: "", admin: "session reader process") },
        { "CommitFeedCursor", Each("ok") },
        { "GetFeedCursor", Each("ok") },
        { "DeleteFeedCursor", Each("ok") },
        { "StreamSessions", Each("1 2", other: "", wrongTag: "", globbed: "1") },
        { "SetSessionTag", Each("ok", other: Missing, wrongTag: Missing, bound: Forbidden) },
        { "SetSessionTag tagged", Each("ok", owner: Forbidden, other: Missing, wrongTag: Missing, bound: Forbidden) },
        { "UpdateStream", Each("1 2", other: Missing, wrongTag: Missing, globbed: "1") },
        { "UpdateStream of another connection", Each(nameof(GatewayErrorCode.NotFound)) },
        { "Invoke AddItem seen", Each("ok", other: Missing, wrongTag: Missing) },
        { "Invoke AddItem unseen", Each("ok", other: Missing, wrongTag: Missing, globbed: Forbidden) },
        { "Invoke AddItem2 relative", Each("ok", other: Missing, wrongTag: Missing, globbed: Forbidden) },
        { "Invoke Advise seen", Each("ok", other: Missing, wrongTag: Missing) },
        { "Invoke Advise unseen", Each("ok", other: Missing, wrongTag: Missing, globbed: Forbidden) },
        { "Invoke Advise unknown", Each("ok", other: Missing, wrongTag: Missing, globbed: Forbidden) },
        { "Invoke Write seen", Each("ok", other: Missing, wrongTag: Missing) },
        { "Invoke Write unseen", Each("ok", other: Missing, wrongTag: Missing, globbed: Forbidden) },
        { "Invoke WriteBulk mixed", Each("ok", other: Missing, wrongTag: Missing) },
        { "Invoke WriteBulk unseen", Each("ok", other: Missing, wrongTag: Missing, globbed: Forbidden) },
        { "Invoke ReadBulk seen", Each("ok", other: Missing, wrongTag: Missing) },
        { "Invoke ReadBulk mixed", Each("ok", other: Missing, wrongTag: Missing) },
        { "Invoke ReadBulk unseen", Each("ok", other: Missing, wrongTag: Missing, globbed: Forbidden) },
        { "Invoke GetSessionState", Each("2", other: Missing, wrongTag: Missing, globbed: "1") },
        { "Invoke Unregister", Each("ok", other: Missing, wrongTag: Missing, globbed: Forbidden) },
        { "Invoke Ping", Each("ok", other: Missing, wrongTag: Missing) },
    };

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync(("Gateway:Sessions:MaxSessions", "500"), ("Gateway:Distribution:IdleIntervalMs", "500"));

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public void Every_hub_method_has_a_row()
    {
        var methods = typeof(GatewayHub).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition().DeclaringType == typeof(GatewayHub))
            .Select(method => method.Name);
        Assert.Empty(methods.Except(Rows.Select(row => ((string)row[0]).Split(' ')[0])));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_caller_gets_what_the_table_says(string call, string[] expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var outcomes = new List<string>();
        foreach (var kind in AccessCallers.Accepted)
        {
            // Each caller gets its own session, so that the effects of one do not affect the next.
            await using var owner = await _host.ConnectAsync(await AccessCallers.TokenAsync(_host, "owner", null));
            var session = await OpenAsync(owner);
            await using var caller = await _host.ConnectAsync(await AccessCallers.TokenAsync(_host, kind, session));
            outcomes.Add(await OutcomeAsync(caller, call, kind, session));
            await OutcomeAsync(owner, "CloseSession", "owner", session);
        }

        Assert.Equal(expected, outcomes);
    }

    [Fact]
    public async Task Who_has_no_good_token_does_not_get_a_connection()
    {
        foreach (var kind in AccessCallers.Refused)
        {
            var token = await AccessCallers.RefusedTokenAsync(_host, kind);
            var error = await Assert.ThrowsAsync<GatewayException>(() => _host.ConnectAsync(token));
            Assert.Equal(GatewayErrorCode.Unauthenticated, error.Code);
        }
    }

    [Fact]
    public async Task A_bad_token_renews_nothing()
    {
        await using var caller = await _host.ConnectAsync(await AccessCallers.TokenAsync(_host, "owner", null));
        foreach (var kind in AccessCallers.Refused.Except(["none"]))
        {
            var token = await AccessCallers.RefusedTokenAsync(_host, kind);
            Assert.Equal("Unauthenticated", await CodeAsync(() => caller.InvokeAsync(HubContract.RenewToken, token, Patience.Token)));
        }

        var other = await AccessCallers.TokenAsync(_host, "admin", null);
        Assert.Equal(Forbidden, await CodeAsync(() => caller.InvokeAsync(HubContract.RenewToken, other, Patience.Token)));
    }

    [Fact]
    public async Task A_session_out_of_reach_is_refused_in_the_words_of_a_missing_one()
    {
        await using var owner = await _host.ConnectAsync(await AccessCallers.TokenAsync(_host, "owner", null));
        await using var other = await _host.ConnectAsync(await AccessCallers.TokenAsync(_host, "other", null));
        var session = await OpenAsync(owner);

        var unreached = await Assert.ThrowsAsync<HubException>(() => other.InvokeAsync(HubContract.GetSession, session, Patience.Token));
        var missing = await Assert.ThrowsAsync<HubException>(() => other.InvokeAsync(HubContract.GetSession, new string('0', 32), Patience.Token));

        Assert.Equal(missing.Message, unreached.Message);
    }

    [Fact]
    public async Task Who_reads_a_session_is_shown_to_its_owner_and_admins_only()
    {
        await using var owner = await _host.ConnectAsync(await AccessCallers.TokenAsync(_host, "owner", null));
        var session = await OpenAsync(owner);
        var stream = new HubStream(owner, session, new StreamRequest());
        await stream.NextAsync<StartedItem>();

        foreach (var (kind, count) in new[] { ("owner", 1), ("rightTag", 0), ("bound", 0), ("admin", 1) })
        {
            await using var caller = await _host.ConnectAsync(await AccessCallers.TokenAsync(_host, kind, session));
            var info = await caller.InvokeAsync<SessionInfo>(HubContract.GetSession, session, Patience.Token);
            Assert.Equal(count, info.Subscriptions.Count);
        }
    }

    private async Task<string> OpenAsync(HubConnection owner)
    {
        var admin = await _host.ConnectAsync((await _host.MintAsync(AccessCallers.Request("owner", null) with { SessionTags = ["line-1"] })).Token.Token);
        await using (admin)
        {
            return (await GatewayHost.OpenSessionAsync(admin, "line-1", "Tank101.Level", "Pump101.Speed")).SessionId;
        }
    }

    private async Task<string> OutcomeAsync(HubConnection caller, string call, string kind, string session)
    {
        try
        {
            return await CallAsync(caller, call, kind, session).WithTimeout($"{call} by {kind}");
        }
        catch (HubException error)
        {
            return GatewayException.FromWireMessage(error.Message)?.Code.ToString() ?? error.Message;
        }
    }

    private async Task<string> CallAsync(HubConnection caller, string call, string kind, string session)
    {
        var name = call.Split(' ')[0];
        switch (name)
        {
            case HubContract.OpenSession:
                var opened = await caller.InvokeAsync<SessionInfo>(name, new OpenSessionRequest { SessionTag = call == name ? null : "line-1" }, Patience.Token);
                await _host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().CloseAsync(_host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().Find(opened.SessionId)!, "test");
                return "ok";
            case HubContract.ListSessions:
                return $"{(await caller.InvokeAsync<SessionInfo[]>(name, Patience.Token)).Length}";
            case HubContract.FindItems:
                // The worker of this test answers every read with a number, so it seems to have arrays only.
                return string.Join(' ', (await caller.InvokeAsync<ItemPage>(name, session, new FindItemsRequest(), Patience.Token)).Items.Select(item => item.Reference.TrimEnd('[', ']')));
            case HubContract.GetLimits:
                return (await caller.InvokeAsync<HubLimits>(name, Patience.Token)).MaxMessageBytes == 1024 * 1024 ? "ok" : "another limit";
            case HubContract.RenewToken:
                await caller.InvokeAsync<TokenRenewal>(name, await AccessCallers.TokenAsync(_host, kind, session), Patience.Token);
                return "ok";
            case HubContract.StreamSession:
                return await ItemsSeenAsync(caller, session, snapshot: call != name);
            case HubContract.StreamFeed:
                return await ChangesSeenAsync(caller, session);
            case HubContract.StreamAlarms or HubContract.AcknowledgeAlarm or HubContract.AcknowledgeAlarms or HubContract.ShelveAlarm:
                await PlantAsync(session);
                return await AlarmsAsync(caller, name);
            case HubContract.CommitFeedCursor:
                await _host.Get<FeedDistributor>().WaitUntilOpenAsync(Patience.Token);
                var bounds = _host.Get<FeedDistributor>().Bounds;
                await caller.InvokeAsync(name, new FeedCursor { Name = "c", FeedEpoch = bounds.Epoch, Sequence = bounds.Latest }, Patience.Token);
                return "ok";
            case HubContract.StreamOverview:
                return await OverviewSeenAsync(caller, session);
            case HubContract.StreamSessions:
                return await ItemsSeenOfManyAsync(caller, session);
            case HubContract.SetSessionTag:
                return (await caller.InvokeAsync<SessionInfo>(name, session, call == name ? null : "line-1", Patience.Token)).SessionTag == (call == name ? null : "line-1") ? "ok" : "not set";
            case HubContract.UpdateStream:
                return call == name ? await ItemsSeenAfterUpdateAsync(caller, session) : await UpdateOfAnotherAsync(caller, session);
            case HubContract.Invoke:
                var reply = await caller.InvokeAsync<MxReply>(name, session, Command(call[(name.Length + 1)..]), Patience.Token);
                return reply.Session is { } state ? $"{state.Items.Count}" : "ok";
            default:
                await caller.InvokeAsync(name, session, Patience.Token);
                return "ok";
        }
    }

    private async Task<string> ItemsSeenAsync(HubConnection caller, string session, bool snapshot)
    {
        await PublishAsync(session);
        var request = snapshot ? new StreamRequest { Snapshot = SnapshotPolicy.Always } : new StreamRequest { ResumeAfter = 0 };
        var stream = new HubStream(caller, session, request);
        await stream.NextAsync<StartedItem>();
        IEnumerable<MxEvent> events = snapshot ? (await stream.NextAsync<SnapshotItem>()).Events : (await stream.NextAsync<EventsItem>()).Events;
        stream.Cancel();
        return string.Join(' ', events.Select(one => one.ItemHandle));
    }

    // Two events, which are there for readers when it returns.
    private async Task PublishAsync(string session)
    {
        var latest = await _host.Workers.Of(session).PublishAsync(1, 2);
        var distributor = _host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().Find(session)!.Distributor;
        await Eventually.Async(() => distributor.Range.Latest >= latest, "the events");
    }

    private async Task<string> ChangesSeenAsync(HubConnection caller, string session)
    {
        var after = _host.Get<FeedDistributor>().Bounds.Latest;
        var feed = _host.Get<IFeed>();
        var about = _host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().Find(session)!.ToAccessInfo();
        feed.Record(new FeedEntry { Kind = FeedKind.SessionReady, Session = about, Detail = "session" });
        feed.Record(new FeedEntry { Kind = FeedKind.SubscriptionSlow, Session = about, Detail = "readers" });
        feed.Record(new FeedEntry { Kind = FeedKind.KeyRotated, Detail = "token" });
        feed.Record(new FeedEntry { Kind = FeedKind.FeedHole, Detail = "hole" });
        var seen = new List<string>();
        var request = new FeedRequest { After = after, Kinds = [FeedKind.SessionReady, FeedKind.SubscriptionSlow, FeedKind.KeyRotated] };
        await foreach (var item in caller.StreamAsync<FeedItem>(HubContract.StreamFeed, request, Patience.Token))
        {
            seen.AddRange(item is FeedChangesItem { Changes: var changes } ? changes.Select(change => change.Detail!).Where(What.Contains) : []);
            if (seen.Contains("hole"))
            {
                break;
            }
        }

        return string.Join(' ', seen);
    }

    // The session of the row stands for the monitor's.
    private async Task PlantAsync(string session)
    {
        var about = _host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().Find(session)!.ToAccessInfo();
        if (_plant is null)
        {
            _plant = await AlarmPlant.InAsync(_host, about);
            _plant.Raise("Tank101.Level.Hi", "Secret.Hi");
        }

        _host.Get<AlarmReach>().Session = about;
    }

    private static async Task<string> AlarmsAsync(HubConnection caller, string name)
    {
        var alarm = new AlarmOccurrence { Reference = "Tank101.Level.Hi", Occurrence = 1 };
        switch (name)
        {
            case HubContract.StreamAlarms:
                await using (var alarms = new HubAlarms(caller))
                {
                    return string.Join(' ', await alarms.SnapshotAsync());
                }

            case HubContract.AcknowledgeAlarm:
                return OutcomeOf(await caller.InvokeAsync<AlarmCommandResult>(name, new AcknowledgeAlarmRequest { Reference = alarm.Reference, Occurrence = 1 }, Patience.Token));
            case HubContract.AcknowledgeAlarms:
                return OutcomeOf((await caller.InvokeAsync<AlarmCommandResult[]>(name, new AcknowledgeAlarmsRequest { Alarms = [alarm] }, Patience.Token))[0]);
            default:
                return OutcomeOf(await caller.InvokeAsync<AlarmCommandResult>(name, new ShelveAlarmRequest { Reference = alarm.Reference, Hours = 1 }, Patience.Token));
        }
    }

    private static string OutcomeOf(AlarmCommandResult result) => result.Outcome.ToString();

    // Only this session is counted, because other sessions may still be closing.
    private async Task<string> ItemsSeenOfManyAsync(HubConnection caller, string session)
    {
        await PublishAsync(session);
        var request = new MultiSessionRequest { Cursor = MultiSessionCursor.Write([]) };
        await foreach (var item in caller.StreamAsync<MultiSessionItem>(HubContract.StreamSessions, request, Patience.Token))
        {
            switch (item)
            {
                case RoutedItem { Item: EventsItem { Events: var events } } part when part.SessionId == session:
                    return string.Join(' ', events.Select(one => one.ItemHandle));
                case MultiSessionIdleItem:
                    return "";
            }
        }

        return "ended";
    }

    // The widest possible filter shows what the token allows and no more.
    private async Task<string> ItemsSeenAfterUpdateAsync(HubConnection caller, string session)
    {
        var stream = new HubStream(caller, session, new StreamRequest { Filter = new StreamFilter { Items = [] } });
        var started = await stream.NextAsync<StartedItem>();
        await caller.InvokeAsync<StreamSettings>(
            HubContract.UpdateStream, started.SubscriptionId, new StreamSettings { Filter = new StreamFilter { References = ["*"] } }, Patience.Token);
        await stream.NextAsync<ModeItem>();
        await _host.Workers.Of(session).PublishAsync(1, 2);
        var events = (await stream.NextAsync<EventsItem>()).Events;
        stream.Cancel();
        return string.Join(' ', events.Select(one => one.ItemHandle));
    }

    // The reader is the owner's. Other sessions may still be closing.
    private async Task<string> OverviewSeenAsync(HubConnection caller, string session)
    {
        await using var owner = await _host.ConnectAsync(await AccessCallers.TokenAsync(_host, "owner", null));
        var stream = new HubStream(owner, session, new StreamRequest());
        await stream.NextAsync<StartedItem>();
        await using var overview = await new HubOverview(caller).WholeAsync();
        // The whole may be a second old, and older than the reader.
        await overview.NextAsync();
        var (sees, reads) = (overview.Sessions.ContainsKey(session), overview.Readers.Values.Any(reader => reader.SessionId == session));
        return string.Join(' ', new[] { sees ? "session" : "", reads ? "reader" : "", overview.Process is null ? "" : "process" }.Where(one => one.Length > 0));
    }

    private async Task<string> UpdateOfAnotherAsync(HubConnection caller, string session)
    {
        await using var owner = await _host.ConnectAsync(await AccessCallers.TokenAsync(_host, "owner", null));
        var stream = new HubStream(owner, session, new StreamRequest());
        var started = await stream.NextAsync<StartedItem>();
        await caller.InvokeAsync<StreamSettings>(HubContract.UpdateStream, started.SubscriptionId, new StreamSettings(), Patience.Token);
        return "ok";
    }

    private static MxCommand Command(string what)
    {
        var command = new MxCommand { Method = Enum.Parse<MxMethod>(what.Split(' ')[0]), ServerHandle = 1 };
        return what switch
        {
            "AddItem seen" => command with { ItemDefinition = "Tank101.New" },
            "AddItem unseen" => command with { ItemDefinition = "Secret.PV" },
            "AddItem2 relative" => command with { ItemDefinition = "MyArea.Tank101", ItemContext = "Tank101" },
            "Advise seen" => command with { ItemHandle = 1 },
            "Advise unseen" => command with { ItemHandle = 2 },
            "Advise unknown" => command with { ItemHandle = 99 },
            "Write seen" => command with { ItemHandle = 1, Value = MxValue.FromInt32(1) },
            "Write unseen" => command with { ItemHandle = 2, Value = MxValue.FromInt32(1) },
            "WriteBulk mixed" => command with { Writes = [Write(1), Write(2)] },
            "WriteBulk unseen" => command with { Writes = [Write(2), Write(99)] },
            "ReadBulk unseen" => command with { ItemDefinitions = ["Secret.A", "Secret.B"] },
            "ReadBulk seen" => command with { ItemDefinitions = ["Tank101.A", "tank101.b"] },
            "ReadBulk mixed" => command with { ItemDefinitions = ["Tank101.A", "Secret.B"] },
            _ => command,
        };
    }

    private static MxWrite Write(int handle) => new() { ItemHandle = handle, Value = MxValue.FromInt32(1) };

    private static async Task<string?> CodeAsync(Func<Task> call) =>
        GatewayException.FromWireMessage((await Assert.ThrowsAsync<HubException>(call)).Message)?.Code.ToString();

    /// <summary>The result of all callers that are not named, in the order of <see cref="AccessCallers.Accepted"/>.</summary>
    private static string[] Each(string everyone, string? owner = null, string? other = null, string? rightTag = null, string? wrongTag = null, string? bound = null, string? globbed = null, string? admin = null) =>
        [owner ?? everyone, other ?? everyone, rightTag ?? everyone, wrongTag ?? everyone, bound ?? everyone, globbed ?? everyone, admin ?? everyone];
}
