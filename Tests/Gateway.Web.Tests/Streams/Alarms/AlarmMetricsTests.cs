using Gateway.Contracts;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Tests.Fixtures;
using static Gateway.Web.Tests.Streams.Alarms.AlarmBench;

namespace Gateway.Web.Tests.Streams.Alarms;

public sealed class AlarmMetricsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Alarms_are_counted_by_priority_and_state_and_suppressed_ones_apart()
    {
        await using var harness = await MeterHarness.StartAsync(DiagnosticsOptions.DefaultMaxSeriesPerMetric);
        using var rig = new AlarmRig(_directory.Path);
        var metrics = new AlarmMetrics(harness.Factory, rig.Distributor);
        Raise(rig, "Urgent", Priority(1, 0));
        Raise(rig, "AlsoUrgent", Priority(249, 0));
        Raise(rig, "High", Priority(250, 0), Acked(true, 2));
        Raise(rig, "Low", Priority(999, 0));
        Raise(rig, "Nameless");
        Raise(rig, "Returned", Priority(500, 0), InAlarm(false, 2));
        Raise(rig, "Lost", Priority(500, 0), BadInAlarm(2));
        Raise(rig, "Disabled", Priority(500, 0), Mode("Disable", 2));
        Raise(rig, "Normal", Priority(500, 0), InAlarm(false, 2), Acked(true, 3));
        var commit = rig.Book.Take(null);
        Assert.True(rig.Log.TryCommit(rig.Book.Epoch, commit));
        metrics.Committed(new AlarmBatch(commit.Records));
        rig.Distributor.Publish(new AlarmMonitor { Status = AlarmMonitorStatus.Partial, Since = Start, Watched = 9, Unknown = 1 });

        var lines = (await harness.TextAsync()).Split('\n').Where(line => line.StartsWith("gateway_alarms_", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            [
                "gateway_alarms_active{priority=\"1-249\"} 2", "gateway_alarms_active{priority=\"250-499\"} 1", "gateway_alarms_active{priority=\"500-749\"} 0",
                "gateway_alarms_active{priority=\"750-999\"} 1", "gateway_alarms_active{priority=\"unknown\"} 1", "gateway_alarms_monitor_status 3",
                "gateway_alarms_suppressed 1", "gateway_alarms_unacknowledged 5", "gateway_alarms_unknown 1", "gateway_alarms_watched 9",
            ],
            lines.Where(line => !line.Contains("transitions", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("gateway_alarms_transitions_total{kind=\"raised\"} 9", lines);
        Assert.Contains("gateway_alarms_transitions_total{kind=\"cleared\"} 2", lines);
    }

    private static void Raise(AlarmRig rig, string reference, params Gateway.Web.Streams.Alarms.Reducing.AlarmReading[] readings)
    {
        rig.Book.Watch(reference);
        foreach (var reading in readings.Take(1).Concat([InAlarm(false, 0), Acked(true, 0), On(0, 0), InAlarm(true, 1)]).Concat(readings.Skip(1)))
        {
            rig.Book.Apply(reference, reading);
        }
    }
}
