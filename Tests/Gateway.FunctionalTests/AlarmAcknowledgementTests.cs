using Gateway.Contracts;
using Gateway.Errors;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests;

/// <summary>Acknowledging from a client of the hub to a worker process, and back by the worker's callbacks.</summary>
[Trait("Size", "Long")]
public sealed class AlarmAcknowledgementTests : IDisposable
{
    private const string Alarm = "Odd.Loud";

    // Nothing follows from a write of AckMsg of Mute: its Acked is what the test writes. That of Deaf cannot be written.
    private const string Galaxy = """
        { "security": "free", "objects": [ { "name": "Odd", "attributes": {
          "Mute.InAlarm": { "type": "Boolean" }, "Mute.Acked": { "type": "Boolean" }, "Mute.AckMsg": { "type": "String" },
          "Mute.TimeAlarmOn": { "type": "Time" }, "Mute.Priority": { "type": "Integer", "value": 500 },
          "Deaf.InAlarm": { "type": "Boolean" }, "Deaf.Acked": { "type": "Boolean" }, "Deaf.AckMsg": { "type": "String", "access": "ViewOnly" },
          "Deaf.TimeAlarmOn": { "type": "Time" }, "Deaf.Priority": { "type": "Integer", "value": 500 },
          "Loud": { "type": "Boolean" } }, "alarms": { "Loud": { "priority": 100 } } } ] }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-odd-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task The_occurrence_that_stands_is_acknowledged_once_and_no_other_one()
    {
        await using var gateway = await StartOddAsync();
        await using var watcher = gateway.Watch();
        await gateway.WatchingAsync();
        await gateway.WriteAsync(Alarm, MxValue.FromBoolean(true));
        await watcher.SeesAsync(Alarm, AlarmState.Unacknowledged);
        var seen = watcher.Find(Alarm)!;

        var another = await gateway.AcknowledgeAsync(seen with { Occurrence = seen.Occurrence + 1 }, "another");
        Assert.Equal((AlarmOutcome.Refused, nameof(GatewayErrorCode.InvalidArgument)), (another.Outcome, another.Code));
        Assert.Equal(MxValue.FromBoolean(false), await gateway.ReadAsync($"{Alarm}.Acked"));

        var done = await gateway.AcknowledgeAsync(seen, "seen");
        Assert.Equal(AlarmOutcome.Acknowledged, done.Outcome);
        await watcher.UntilAsync(_ => watcher.Transitions.Any(one => one.Sequence == done.Sequence), "the transition that the outcome names");
        var transition = watcher.Transitions.Single(one => one.Sequence == done.Sequence);
        Assert.Equal((AlarmTransitionKind.Acknowledged, AlarmCause.Live, seen.Occurrence), (transition.Kind, transition.Cause, transition.Alarm.Occurrence));
        Assert.NotNull(transition.CallbackTime);
        Assert.NotNull(transition.Alarm.AcknowledgedBy);
        await Eventually.Async(async () => await gateway.ReadAsync($"{Alarm}.Acked") == MxValue.FromBoolean(true), "the plant to have the acknowledgement");

        Assert.Equal(AlarmOutcome.AlreadyAcknowledged, (await gateway.AcknowledgeAsync(seen, "again")).Outcome);
        var late = await gateway.AcknowledgeAsync(seen with { Occurrence = seen.Occurrence + 1 }, "another");
        Assert.Equal((AlarmOutcome.Refused, nameof(GatewayErrorCode.InvalidArgument)), (late.Outcome, late.Code));
        Assert.Equal("seen", (await gateway.ReadAsync($"{Alarm}.AckMsg"))?.AsString());
        Assert.Single(await gateway.LogAsync(), one => one.Kind == AlarmTransitionKind.Acknowledged);
    }

    [Fact]
    public async Task A_write_without_a_visible_effect_is_unknown_until_the_effect_is_seen()
    {
        await using var gateway = await StartOddAsync("Gateway:Alarms:AcknowledgeSeconds=1");
        await using var watcher = gateway.Watch();
        await gateway.WatchingAsync();
        await gateway.WriteAsync("Odd.Mute.InAlarm", MxValue.FromBoolean(true));
        await watcher.SeesAsync("Odd.Mute", AlarmState.Unacknowledged);

        var unseen = await gateway.AcknowledgeAsync(watcher.Find("Odd.Mute")!, "heard by nobody");
        Assert.Equal((AlarmOutcome.Unknown, nameof(GatewayErrorCode.OutcomeUnknown), null), (unseen.Outcome, unseen.Code, unseen.Sequence));
        Assert.Contains("within 1 s", unseen.Message, StringComparison.Ordinal);
        await Eventually.Async(async () => (await gateway.ReadAsync("Odd.Mute.AckMsg"))?.AsString() == "heard by nobody", "the plant to have the comment");
        Assert.Equal(AlarmState.Unacknowledged, watcher.StateOf("Odd.Mute"));
        Assert.DoesNotContain(await gateway.LogAsync(), one => one.Kind == AlarmTransitionKind.Acknowledged);

        await gateway.WriteAsync("Odd.Mute.Acked", MxValue.FromBoolean(true));
        await watcher.SeesAsync("Odd.Mute", AlarmState.Acknowledged);
        Assert.Equal(AlarmOutcome.AlreadyAcknowledged, (await gateway.AcknowledgeAsync(watcher.Find("Odd.Mute")!)).Outcome);
    }

    [Fact]
    public async Task A_write_that_the_platform_refuses_is_refused_with_its_status()
    {
        await using var gateway = await StartOddAsync();
        await using var watcher = gateway.Watch();
        await gateway.WatchingAsync();
        await gateway.WriteAsync("Odd.Deaf.InAlarm", MxValue.FromBoolean(true));
        await watcher.SeesAsync("Odd.Deaf", AlarmState.Unacknowledged);

        var refused = await gateway.AcknowledgeAsync(watcher.Find("Odd.Deaf")!, "seen");
        Assert.Equal((AlarmOutcome.Refused, nameof(GatewayErrorCode.Forbidden), null), (refused.Outcome, refused.Code, refused.Sequence));
        Assert.Equal((0, MxStatusCategory.SecurityError), ((int)refused.Status!.Success, refused.Status.Category));
        Assert.Equal(AlarmState.Unacknowledged, watcher.StateOf("Odd.Deaf"));
    }

    private async Task<MonitoredGateway> StartOddAsync(params string[] settings)
    {
        var galaxy = Path.Combine(_directory.FullName, "odd.galaxy.json");
        await File.WriteAllTextAsync(galaxy, Galaxy);
        return await MonitoredGateway.StartAsync(
            [$"Gateway:Workers:Backends:simulator:GalaxyPath={galaxy}", "Gateway:Alarms:Objects:0=Odd", .. settings]);
    }
}
