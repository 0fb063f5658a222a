using Gateway.Client;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests;

/// <summary>An operator's picture of the alarms against what users of alarm systems complain about most.</summary>
[Trait("Size", "Long")]
public sealed class AlarmPictureTests : IDisposable
{
    private const string Alarm = "Room.A1";
    private const string Another = "Room.A2";
    private const string Third = "Room.A3";

    private const string Galaxy = """
        { "security": "free", "objects": [ { "name": "Room",
          "attributes": { "A1": { "type": "Boolean" }, "A2": { "type": "Boolean" }, "A3": { "type": "Boolean" } },
          "alarms": { "A1": { "priority": 100 }, "A2": { "priority": 200 }, "A3": { "priority": 300 } } } ] }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-picture-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task What_cleared_while_the_monitor_saw_nothing_does_not_stay_active()
    {
        await using var gateway = await StartAsync();
        await using var watcher = gateway.Watch();
        await gateway.WatchingAsync();
        await RaiseAsync(gateway, Alarm, Another);
        await watcher.SeesAsync(Another, AlarmState.Unacknowledged);
        var before = (await gateway.LogAsync()).Count;

        await gateway.KillMonitorAsync();
        await gateway.WriteAsync(Alarm, MxValue.FromBoolean(false));
        await watcher.SeesAsync(Alarm, AlarmState.Returned);
        await gateway.WatchingAsync();

        Assert.Equal(AlarmState.Unacknowledged, watcher.StateOf(Another));
        Assert.Equal([(Alarm, AlarmTransitionKind.Cleared)], MovesOf((await gateway.LogAsync()).Skip(before)));
    }

    [Fact]
    public async Task What_cleared_while_a_client_was_cut_off_does_not_stay_active()
    {
        await using var gateway = await StartAsync("Gateway:AlarmLog:RetainTransitions=10");
        await using var proxy = new ChaosProxy(gateway.Process.Url);
        await using var watcher = gateway.Watch(via: proxy.Url);
        await using var filtered = gateway.Watch(new AlarmRequest { States = [AlarmState.Unacknowledged] }, proxy.Url);
        await gateway.WatchingAsync();
        await RaiseAsync(gateway, Alarm, Another);
        await watcher.SeesAsync(Another, AlarmState.Unacknowledged);
        await filtered.SeesAsync(Another, AlarmState.Unacknowledged);

        // The log keeps no transition of the time without a connection: only a complete snapshot can tell what is gone.
        proxy.Stall();
        proxy.Cut();
        await gateway.WriteAsync(Alarm, MxValue.FromBoolean(false));
        var isOn = false;
        await Eventually.Async(
            async () =>
            {
                await gateway.WriteAsync(Third, MxValue.FromBoolean(isOn = !isOn));
                return (await gateway.NowAsync()).AsOf > 15;
            },
            "the transitions meanwhile");
        proxy.Resume();
        await watcher.SeesAsync(Alarm, AlarmState.Returned);
        await filtered.SeesAsync(Alarm, AlarmState.Normal);
        Assert.Equal(AlarmState.Unacknowledged, filtered.StateOf(Another));
    }

    [Fact]
    public async Task What_stands_before_the_monitor_begins_is_found_and_in_the_first_snapshot()
    {
        await using var gateway = await StartAsync("Gateway:Alarms:Enabled=false");
        await RaiseAsync(gateway, Alarm, Another);
        await gateway.WriteAsync(Another, MxValue.FromBoolean(false));
        await gateway.RestartAsync("Gateway:Alarms:Enabled=true");
        await gateway.WatchingAsync();

        await using var watcher = gateway.Watch();
        await watcher.UntilAsync(table => !table.AwaitingSnapshot, "the snapshot");
        Assert.Equal((AlarmState.Unacknowledged, AlarmState.Returned), (watcher.StateOf(Alarm), watcher.StateOf(Another)));
        Assert.Empty(MovesOf(watcher.Transitions));
        Assert.All(await gateway.LogAsync(), one => Assert.NotEqual(AlarmTransitionKind.Raised, one.Kind));
    }

    [Fact]
    public async Task What_the_operator_has_not_seen_is_not_acknowledged()
    {
        await using var gateway = await StartAsync();
        await using var watcher = gateway.Watch();
        await gateway.WatchingAsync();
        await RaiseAsync(gateway, Alarm);
        await watcher.SeesAsync(Alarm, AlarmState.Unacknowledged);
        var seen = watcher.Find(Alarm)!;
        await gateway.WriteAsync(Alarm, MxValue.FromBoolean(false));
        await watcher.SeesAsync(Alarm, AlarmState.Returned);
        await RaiseAsync(gateway, Alarm);
        await watcher.SeesAsync(Alarm, AlarmState.Unacknowledged);

        var late = await gateway.AcknowledgeAsync(seen);
        Assert.Equal((AlarmOutcome.Refused, nameof(GatewayErrorCode.InvalidArgument)), (late.Outcome, late.Code));
        Assert.Equal(MxValue.FromBoolean(false), await gateway.ReadAsync($"{Alarm}.Acked"));
        Assert.Equal(AlarmOutcome.Acknowledged, (await gateway.AcknowledgeAsync(watcher.Find(Alarm)!, "seen")).Outcome);
        await Eventually.Async(async () => await gateway.ReadAsync($"{Alarm}.Acked") == MxValue.FromBoolean(true), "the plant to have the acknowledgement");
        Assert.Equal("seen", (await gateway.ReadAsync($"{Alarm}.AckMsg"))?.AsString());
    }

    [Fact]
    public async Task A_restart_raises_nothing_again_and_keeps_what_was_acknowledged()
    {
        await using var gateway = await StartAsync();
        await using var watcher = gateway.Watch();
        await gateway.WatchingAsync();
        await RaiseAsync(gateway, Alarm, Another);
        await watcher.SeesAsync(Another, AlarmState.Unacknowledged);
        await watcher.SeesAsync(Alarm, AlarmState.Unacknowledged);
        Assert.Equal(AlarmOutcome.Acknowledged, (await gateway.AcknowledgeAsync(watcher.Find(Another)!, "seen")).Outcome);
        await watcher.UntilAsync(table => table.Get(Another)?.Comment == "seen", "the comment");
        var before = await gateway.LogAsync();
        var standing = (await gateway.NowAsync()).Alarms;

        await gateway.KillAsync();
        await gateway.WatchingAsync();
        await gateway.RestartAsync();
        await gateway.WatchingAsync();

        await watcher.SeesAsync(Another, AlarmState.Acknowledged);
        Assert.Equal(MovesOf(before), MovesOf(await gateway.LogAsync()));
        Assert.Equal(standing.Select(PictureOf).Order(), (await gateway.NowAsync()).Alarms.Select(PictureOf).Order());
        Assert.DoesNotContain(watcher.Items, item => item is AlarmGapItem);
    }

    [Fact]
    public async Task A_dead_source_is_not_quiet()
    {
        await using var gateway = await StartAsync("Gateway:Alarms:ReopenMs=60000", "Gateway:Alarms:MaxReopenMs=60000");
        await using var watcher = gateway.Watch();
        await gateway.WatchingAsync();
        await RaiseAsync(gateway, Alarm);
        await watcher.SeesAsync(Alarm, AlarmState.Unacknowledged);
        await gateway.KillMonitorAsync();
        await watcher.UntilAsync(table => table.Monitor?.Status == AlarmMonitorStatus.Blind, "the monitor to be blind");
        Assert.True(watcher.Of(table => table.Stale), "what was known last passes for what is");
        Assert.Equal(AlarmState.Unacknowledged, watcher.StateOf(Alarm));
        Assert.All(watcher.Transitions, one => Assert.True(one.Kind is AlarmTransitionKind.Raised or AlarmTransitionKind.Changed, $"{one.Kind} was told of an alarm that nobody sees"));
        await using var later = gateway.Watch();
        await later.UntilAsync(table => !table.AwaitingSnapshot, "the snapshot");
        Assert.True(later.Of(table => table.Stale));
        Assert.Equal(AlarmMonitorStatus.Blind, (await gateway.NowAsync()).Monitor.Status);
        Assert.Equal(AlarmOutcome.Refused, (await gateway.AcknowledgeAsync(watcher.Find(Alarm)!)).Outcome);
    }

    [Fact]
    public async Task A_flood_of_5000_alarms_is_wholly_in_the_log_and_other_streams_go_on()
    {
        var objects = Enumerable.Range(1, 50).Select(i => $"Gateway:Alarms:Objects:{i - 1}=AlarmFlood{i:D2}");
        await using var gateway = await MonitoredGateway.StartAsync([.. objects, "Gateway:Alarms:MaxRoots=5000", "Gateway:Alarms:FirstValueSeconds=60", "Gateway:Alarms:ReconcileSeconds=30"]);
        await using var watcher = gateway.Watch();
        var load = await LoadSession.OpenAsync(gateway.Client).WithTimeout("the load session");
        var log = new SequenceLog();
        using var stop = new CancellationTokenSource();
        var reading = log.ReadAsync(load.Session.EventsAsync(new StreamRequest { ResumeAfter = 0 }), stop.Token);
        await load.SetRateAsync(1_000).WithTimeout("the rate");
        await gateway.WatchingAsync();

        await gateway.WriteAsync("AlarmFlood.Standing", MxValue.FromInt32(5_000));
        await watcher.UntilAsync(table => table.Counts.Unacknowledged == 5_000, $"5000 alarms, not {watcher.Of(table => table.Counts)}");
        var raised = (await gateway.LogAsync()).Where(one => one.Kind == AlarmTransitionKind.Raised).Select(one => one.Alarm.Reference).ToArray();
        Assert.Equal((5_000, 5_000), (raised.Length, raised.Distinct(StringComparer.Ordinal).Count()));

        var at = log.Position;
        await Eventually.Async(() => log.Position > at + 500, "events of the other session");
        await stop.CancelAsync();
        await reading.WithTimeout("the end of the reading");
        Assert.Equal((0, log.Position), (log.Gaps, log.Events));
    }

    // Without the values that are read some time after a raise.
    private static IEnumerable<(string Reference, AlarmTransitionKind Kind)> MovesOf(IEnumerable<AlarmTransition> log) =>
        log.Where(one => one.Kind != AlarmTransitionKind.Changed).Select(one => (one.Alarm.Reference, one.Kind));

    private static (string Reference, long Occurrence, AlarmState State, string? Comment, string? By) PictureOf(Alarm alarm) =>
        (alarm.Reference, alarm.Occurrence, AlarmClassifier.Of(alarm), alarm.Comment, alarm.AcknowledgedBy);

    private async Task<MonitoredGateway> StartAsync(params string[] settings)
    {
        var galaxy = Path.Combine(_directory.FullName, "room.galaxy.json");
        await File.WriteAllTextAsync(galaxy, Galaxy);
        return await MonitoredGateway.StartAsync([$"Gateway:Workers:Backends:simulator:GalaxyPath={galaxy}", "Gateway:Alarms:Objects:0=Room", .. settings]);
    }

    private static async Task RaiseAsync(MonitoredGateway gateway, params string[] alarms)
    {
        foreach (var alarm in alarms)
        {
            await gateway.WriteAsync(alarm, MxValue.FromBoolean(true));
        }
    }
}
