using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Sessions.AlarmMonitoring;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.AlarmMonitoring;

[Trait("Size", "Long")]
public sealed class AlarmMonitorTests
{
    [Fact]
    public async Task An_alarm_of_the_plant_is_seen_acknowledged_and_cleared()
    {
        await using var plant = await MonitoredPlant.StartAsync();
        await plant.WatchingAsync();
        await plant.SetAsync("A001", true);
        await plant.SeenAsync("A001", AlarmState.Unacknowledged);
        var raised = plant.Find("A001")!;
        Assert.Equal(("AlarmFlood", "Flood alarm 1", 38), (raised.Area, raised.Description, raised.Priority));

        var stale = await plant.AcknowledgeAsync("A001", raised.Occurrence + 1);
        Assert.Equal((AlarmOutcome.Refused, nameof(GatewayErrorCode.InvalidArgument)), (stale.Outcome, stale.Code));
        Assert.Equal(AlarmState.Unacknowledged, plant.StateOf("A001"));
        var done = await plant.AcknowledgeAsync("A001", comment: "seen");
        Assert.Equal(AlarmOutcome.Acknowledged, done.Outcome);
        var transition = plant.Log.Single(one => one.Sequence == done.Sequence);
        Assert.Equal((AlarmTransitionKind.Acknowledged, "grace"), (transition.Kind, transition.Alarm.AcknowledgedBy));
        await Eventually.Async(() => plant.Find("A001")?.Comment == "seen", "the comment");
        Assert.Equal(AlarmOutcome.AlreadyAcknowledged, (await plant.AcknowledgeAsync("A001")).Outcome);

        await plant.SetAsync("A001", false);
        await plant.SeenAsync("A001", AlarmState.Normal);
        Assert.Equal(
            [AlarmTransitionKind.Raised, AlarmTransitionKind.Acknowledged, AlarmTransitionKind.Cleared],
            plant.Log.Select(one => one.Kind).Where(kind => kind != AlarmTransitionKind.Changed));
    }

    [Fact]
    public async Task An_alarm_is_shelved_and_no_longer()
    {
        await using var plant = await MonitoredPlant.StartAsync();
        await plant.WatchingAsync();
        var request = new ShelveAlarmRequest { Reference = MonitoredPlant.Of("A002"), Hours = 1, Reason = "cleaning" };
        var shelved = await plant.Commands.ShelveAsync(request, MonitoredPlant.By(), Patience.Token).WithTimeout("the shelving");
        Assert.Equal((AlarmOutcome.Shelved, AlarmSuppression.Shelved), (shelved.Outcome, plant.Find("A002")?.Suppression));
        var ended = await plant.Commands.ShelveAsync(request with { Hours = 0 }, MonitoredPlant.By(), Patience.Token).WithTimeout("the end of it");
        Assert.Equal((AlarmOutcome.Unshelved, null), (ended.Outcome, plant.Find("A002")));
    }

    [Fact]
    public async Task Who_may_not_write_the_item_acknowledges_nothing()
    {
        await using var plant = await MonitoredPlant.StartAsync();
        await plant.WatchingAsync();
        await plant.SetAsync("A001", true);
        await plant.SeenAsync("A001", AlarmState.Unacknowledged);
        var request = new AcknowledgeAlarmRequest { Reference = MonitoredPlant.Of("A001"), Occurrence = plant.Find("A001")!.Occurrence };
        var elsewhere = MonitoredPlant.Operator with { Write = new ItemGlobSet(["Tank*"]) };
        var result = await plant.Commands.AcknowledgeAsync(request, MonitoredPlant.By(elsewhere), Patience.Token).WithTimeout("the refusal");
        Assert.Equal((AlarmOutcome.Refused, nameof(GatewayErrorCode.Forbidden)), (result.Outcome, result.Code));
        foreach (var caller in new[] { MonitoredPlant.Operator with { Scopes = [Scopes.ReadSessions] }, MonitoredPlant.Operator with { SessionTags = [] } })
        {
            var error = await Assert.ThrowsAsync<GatewayException>(() => plant.Commands.AcknowledgeAsync(request, MonitoredPlant.By(caller), Patience.Token));
            Assert.Equal(GatewayErrorCode.Forbidden, error.Code);
        }

        Assert.Equal(AlarmState.Unacknowledged, plant.StateOf("A001"));
    }

    [Theory]
    [InlineData(nameof(GatewayAction.WriteSession))]
    [InlineData(nameof(GatewayAction.CloseSession))]
    [InlineData(nameof(GatewayAction.KillSession))]
    public async Task Nobody_else_uses_the_session_of_the_monitor(string action)
    {
        await using var plant = await MonitoredPlant.StartAsync();
        await plant.WatchingAsync();
        var admin = MonitoredPlant.Operator with { Scopes = [Scopes.Admin] };
        var id = plant.Session!.Identity.SessionId;
        Assert.Same(plant.Session, plant.Sessions.Find(admin, id, GatewayAction.ReadSession));
        var error = Assert.Throws<GatewayException>(() => plant.Sessions.Find(admin, id, Enum.Parse<GatewayAction>(action)));
        Assert.Equal(GatewayErrorCode.Forbidden, error.Code);
        Assert.Contains("Gateway:Alarms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_worker_makes_the_monitor_blind_once_and_what_cleared_meanwhile_is_reconciled()
    {
        await using var plant = await MonitoredPlant.StartAsync();
        await plant.WatchingAsync();
        await plant.SetAsync("A001", true);
        await plant.SeenAsync("A001", AlarmState.Unacknowledged);
        await plant.KillWorkerAsync();
        await plant.SeenAsync("A001", AlarmState.Normal);
        Assert.All(plant.Log.Where(one => one.Kind == AlarmTransitionKind.Cleared), one => Assert.Equal(AlarmCause.Reconciled, one.Cause));
        Assert.DoesNotContain(plant.Log, one => one.Kind is AlarmTransitionKind.BecameUnknown or AlarmTransitionKind.Found);
        Assert.Single(plant.Log, one => one.Kind == AlarmTransitionKind.Raised);
        Assert.Single(plant.Logs.Lines, line => line.Contains("is blind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_many_alarms_are_said_and_none_is_watched()
    {
        await using var plant = await MonitoredPlant.StartAsync(("Gateway:Alarms:MaxRoots", "5"));
        await Eventually.Async(() => plant.Status == AlarmMonitorStatus.Blind, "the monitor to refuse");
        Assert.Contains("MaxRoots is 5", plant.Feed.Now(new AlarmRequest(), MonitoredPlant.Operator).Monitor.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_the_settings_is_listed()
    {
        var faults = new AlarmMonitorOptionsValidator().Validate(null, new AlarmMonitorOptions
        {
            Enabled = true,
            Include = ["a\\b"],
            SessionTag = "no tag",
            MaxRoots = 0,
            ReconcileSeconds = 0,
            PartialPercent = 101,
        }).Failures!.ToArray();
        Assert.Equal(6, faults.Length);
    }

    [Fact]
    public async Task The_table_is_the_plant_whatever_happens_and_no_transition_is_lost_or_doubled()
    {
        var random = new Random(TestScale.Seed);
        await using var plant = await MonitoredPlant.StartAsync();
        await plant.WatchingAsync();
        var model = Enumerable.Range(1, 9).ToDictionary(i => $"A00{i}", _ => (Active: false, Acked: true));
        var (raises, seen) = (0, 0);
        for (var step = 0; step < TestScale.Of(quick: 40, soak: 2_000); step++)
        {
            var name = model.Keys.ElementAt(random.Next(model.Count));
            switch (random.Next(step % 20 == 19 ? 10 : 9))
            {
                case < 4:
                    raises += model[name].Active ? 0 : 1;
                    model[name] = (true, model[name].Active && model[name].Acked);
                    await plant.SetAsync(name, true);
                    break;
                case < 7:
                    model[name] = (false, model[name].Acked);
                    await plant.SetAsync(name, false);
                    break;
                case < 9 when !model[name].Acked:
                    model[name] = (model[name].Active, true);
                    seen++;
                    Assert.Equal(AlarmOutcome.Acknowledged, (await plant.AcknowledgeAsync(name)).Outcome);
                    break;
                case 9:
                    // Another worker is another plant, in which nothing has stood yet.
                    seen += model.Count(pair => !pair.Value.Acked);
                    model = model.ToDictionary(pair => pair.Key, _ => (false, true));
                    await plant.KillWorkerAsync();
                    break;
            }

            await Eventually.Async(() => model.All(pair => plant.StateOf(pair.Key) == StateOf(pair.Value)), $"the table to be the plant after step {step}");
        }

        var log = plant.Log;
        Assert.Equal(log.Select((_, index) => index + 1L), log.Select(one => one.Sequence));
        Assert.Equal((raises, seen), (log.Count(one => one.Kind == AlarmTransitionKind.Raised), log.Count(one => one.Kind == AlarmTransitionKind.Acknowledged)));
    }

    private static AlarmState StateOf((bool Active, bool Acked) alarm) => alarm switch
    {
        (true, false) => AlarmState.Unacknowledged,
        (true, true) => AlarmState.Acknowledged,
        (false, false) => AlarmState.Returned,
        _ => AlarmState.Normal,
    };
}
