using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>The alarms as a client of Microsoft's gets them, in both protocols.</summary>
public sealed class AlarmHubTests : IAsyncLifetime
{
    private static readonly SessionAccessInfo Monitor = new("m", "gateway:alarms", "plant");

    private GatewayHost _host = null!;
    private AlarmPlant _plant = null!;

    public static TheoryData<bool> Protocols => new() { false, true };

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(("Gateway:Hub:MaxStreamsPerConnection", "2"), ("Gateway:AlarmLog:MaxReaders", "3"));
        _plant = await AlarmPlant.InAsync(_host, Monitor);
        _plant.Raise("Tank101.Level.Hi", "Pump101.Speed.Lo");
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_stream_tells_what_stands_and_then_each_transition_and_resumes_after_its_position(bool packed)
    {
        await using var connection = await ConnectAsync(packed, await MintAsync());
        await using (var alarms = new HubAlarms(connection))
        {
            Assert.Equal((2, 2), await PositionAsync(alarms));
            Assert.Equal(["Pump101.Speed.Lo", "Tank101.Level.Hi"], (await alarms.SnapshotAsync()).Order(StringComparer.Ordinal));
            _plant.Clear("Tank101.Level.Hi");
            var cleared = Assert.Single((await alarms.NextAsync<AlarmTransitionItem>()).Transitions);
            Assert.Equal((3, AlarmTransitionKind.Cleared, 1L), (cleared.Sequence, cleared.Kind, cleared.Alarm.Occurrence));
        }

        await using var resumed = new HubAlarms(connection, new AlarmRequest { After = 2 });
        Assert.Equal((3, 2), await PositionAsync(resumed));
        Assert.Equal([3L], (await resumed.NextAsync<AlarmTransitionItem>()).Transitions.Select(one => one.Sequence));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Renewed_rights_show_on_a_running_stream_and_a_revocation_ends_it(bool packed)
    {
        await using var connection = await ConnectAsync(packed, await MintAsync());
        await using var alarms = new HubAlarms(connection);
        await alarms.NextAsync<AlarmStartedItem>();
        await alarms.SnapshotAsync();
        var narrow = await MintAsync(Request() with { Read = ["Tank101.*"] });
        await RenewAsync(connection, narrow);
        Assert.NotEmpty((await alarms.NextAsync<AlarmAccessItem>()).Narrowed);
        Assert.Equal(["Tank101.Level.Hi"], await alarms.SnapshotAsync());

        var admin = await _host.MintAsync("root", Scopes.Admin);
        using var revoked = await _host.SendAsync(admin.Token.Token, HttpMethod.Delete, $"/api/tokens/{narrow.Token.TokenId}");
        Assert.Equal(GatewayErrorCode.TokenRevoked, await alarms.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_stream_ends_when_a_renewed_token_may_not_read_any_more(bool packed)
    {
        await using var connection = await ConnectAsync(packed, await MintAsync());
        await using var alarms = new HubAlarms(connection);
        await alarms.NextAsync<AlarmStartedItem>();
        await RenewAsync(connection, await MintAsync(Request() with { Scopes = [Scopes.AcknowledgeAlarms] }));
        Assert.Equal(GatewayErrorCode.Forbidden, await alarms.EndAsync());
        await using var another = new HubAlarms(connection);
        Assert.Equal(GatewayErrorCode.Forbidden, await another.EndAsync());
    }

    [Fact]
    public async Task Streams_of_alarms_count_among_the_streams_of_their_connection_and_free_their_place()
    {
        await using var connection = await ConnectAsync(packed: true, await MintAsync());
        await using var first = new HubAlarms(connection);
        await first.NextAsync<AlarmStartedItem>();
        var second = new HubAlarms(connection);
        await second.NextAsync<AlarmStartedItem>();
        await using var third = new HubAlarms(connection);
        Assert.Equal(GatewayErrorCode.TooManyInvocations, await third.EndAsync());

        await second.DisposeAsync();
        await Eventually.Async(() => HasPlaceAsync(connection), "a free place");
    }

    [Fact]
    public async Task The_log_has_a_limit_of_readers()
    {
        await using var one = await ConnectAsync(packed: true, await MintAsync());
        await using var other = await ConnectAsync(packed: true, await MintAsync());
        var streams = new[] { new HubAlarms(one), new HubAlarms(one), new HubAlarms(other) };
        foreach (var stream in streams)
        {
            await stream.NextAsync<AlarmStartedItem>();
        }

        await using var surplus = new HubAlarms(other);
        Assert.Equal(GatewayErrorCode.TooManySubscribers, await surplus.EndAsync());
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_request_that_breaks_a_rule_is_refused_with_the_name_of_the_member(bool packed)
    {
        await using var connection = await ConnectAsync(packed, await MintAsync());
        await using var alarms = new HubAlarms(connection, new AlarmRequest { PriorityTo = -1 });
        var error = await Assert.ThrowsAsync<HubException>(alarms.NextAsync<AlarmStartedItem>);
        Assert.Contains("priorityTo", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Without_a_monitor_every_method_is_refused_with_the_name_of_the_setting(bool packed)
    {
        await using var off = await GatewayHost.StartAsync();
        await using var connection = await off.ConnectOverAsync(HttpTransportType.WebSockets, packed, (await off.MintAsync("root", Scopes.Admin)).Token.Token);
        await using var alarms = new HubAlarms(connection);
        foreach (var call in new Func<Task>[]
        {
            alarms.NextAsync<AlarmStartedItem>,
            () => AcknowledgeAsync(connection, "A", 1),
            () => connection.InvokeAsync<AlarmCommandResult[]>(HubContract.AcknowledgeAlarms, new AcknowledgeAlarmsRequest { Alarms = [new() { Reference = "A", Occurrence = 1 }] }, Patience.Token),
            () => connection.InvokeAsync<AlarmCommandResult>(HubContract.ShelveAlarm, new ShelveAlarmRequest { Reference = "A", Hours = 1 }, Patience.Token),
        })
        {
            var error = await Assert.ThrowsAsync<HubException>(call);
            Assert.Equal(GatewayErrorCode.Unsupported, GatewayException.FromWireMessage(error.Message)?.Code);
            Assert.Contains("Gateway:Alarms:Enabled", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Commands_have_an_outcome_for_each_alarm_in_their_order_and_the_scope_for_alarms_is_enough(bool packed)
    {
        await using var connection = await ConnectAsync(packed, await MintAsync(Request() with { Scopes = [Scopes.AcknowledgeAlarms] }));
        var request = new AcknowledgeAlarmsRequest { Alarms = [new() { Reference = "B", Occurrence = 2 }, new() { Reference = "A", Occurrence = 1 }], Comment = "seen" };
        var results = await connection.InvokeAsync<AlarmCommandResult[]>(HubContract.AcknowledgeAlarms, request, Patience.Token);
        Assert.Equal([("B", AlarmOutcome.AlreadyAcknowledged, null), ("A", AlarmOutcome.Acknowledged, 7L)], results.Select(result => (result.Reference, result.Outcome, result.Sequence)));
        Assert.Equal(AlarmOutcome.Acknowledged, (await AcknowledgeAsync(connection, "A", 3)).Outcome);
        var shelving = new ShelveAlarmRequest { Reference = "A", Hours = 1.5, Reason = "works" };
        Assert.Equal(AlarmOutcome.Shelved, (await connection.InvokeAsync<AlarmCommandResult>(HubContract.ShelveAlarm, shelving, Patience.Token)).Outcome);
        Assert.Equal([("ada", "B 2 seen"), ("ada", "A 1 seen"), ("ada", "A 3 "), ("ada", "A 1.5 works")], _host.AlarmCommands.Calls);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Reading_alarms_is_not_acknowledging_them_and_a_monitor_out_of_reach_takes_no_command(bool packed)
    {
        foreach (var request in new[] { Request(), Request() with { Scopes = [Scopes.AcknowledgeAlarms], SessionTags = ["other"] } })
        {
            await using var connection = await ConnectAsync(packed, await MintAsync(request));
            var error = await Assert.ThrowsAsync<HubException>(() => AcknowledgeAsync(connection, "A", 1));
            Assert.Equal(GatewayErrorCode.Forbidden, GatewayException.FromWireMessage(error.Message)?.Code);
        }

        Assert.Empty(_host.AlarmCommands.Calls);
    }

    private static Task<AlarmCommandResult> AcknowledgeAsync(HubConnection connection, string reference, long occurrence) => connection.InvokeAsync<AlarmCommandResult>(
        HubContract.AcknowledgeAlarm, new AcknowledgeAlarmRequest { Reference = reference, Occurrence = occurrence }, Patience.Token);

    private static async Task<bool> HasPlaceAsync(HubConnection connection)
    {
        await using var alarms = new HubAlarms(connection);
        try
        {
            await alarms.NextAsync<AlarmStartedItem>();
            return true;
        }
        catch (HubException)
        {
            return false;
        }
    }

    private static async Task<(long Latest, long After)> PositionAsync(HubAlarms alarms)
    {
        var started = await alarms.NextAsync<AlarmStartedItem>();
        return (started.Latest, started.After);
    }

    private static Task RenewAsync(HubConnection connection, MintedToken token) =>
        connection.InvokeAsync(HubContract.RenewToken, token.Token.Token, Patience.Token).WithTimeout("the renewal");

    private Task<HubConnection> ConnectAsync(bool packed, MintedToken token) => _host.ConnectOverAsync(HttpTransportType.WebSockets, packed, token.Token.Token);

    private Task<MintedToken> MintAsync(TokenRequest? request = null) => _host.MintAsync(request ?? Request());

    private static TokenRequest Request() => new() { Subject = "ada", Scopes = [Scopes.ReadSessions], SessionTags = ["plant"], Lifetime = TimeSpan.FromHours(1) };
}
