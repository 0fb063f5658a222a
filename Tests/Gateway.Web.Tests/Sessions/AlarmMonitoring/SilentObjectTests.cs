using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.AlarmMonitoring;

/// <summary>Two tanks with an alarm each, the first of which does not always answer.</summary>
public sealed class SilentObjectTests
{
    private const int TimedOut = unchecked((int)0x800705B4);

    private readonly ConcurrentQueue<string> _advised = new();
    private volatile bool _isSilent;

    [Fact]
    public async Task The_alarms_of_an_object_that_did_not_answer_at_first_are_watched_when_it_does()
    {
        _isSilent = true;
        await using var plant = await StartAsync(new FakeLauncher { Configure = worker => worker.OnCommand = AnswerAsync });
        await Eventually.Async(() => MonitorOf(plant) is { Status: AlarmMonitorStatus.Partial, Watched: 1 }, "the monitor to watch the other object");
        Assert.Equal("Object Tank1 did not tell which alarms there are, and will be asked again.", MonitorOf(plant).Reason);
        Assert.Contains("Tank2.Level.Hi.InAlarm", _advised);
        Assert.DoesNotContain("Tank1.Level.Hi.InAlarm", _advised);

        _isSilent = false;
        await Eventually.Async(() => MonitorOf(plant) is { Reason: "A large share of the alarms is unknown.", Watched: 2 }, "the monitor to watch both");
        Assert.Contains("Tank1.Level.Hi.InAlarm", _advised);
        Assert.DoesNotContain(plant.Logs.Lines, line => line.Contains("is blind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alarms_that_are_known_stay_known_while_their_object_does_not_answer()
    {
        var launcher = new FakeLauncher { Configure = worker => worker.OnCommand = AnswerAsync };
        await using var plant = await StartAsync(launcher);
        await Eventually.Async(() => MonitorOf(plant) is { Status: AlarmMonitorStatus.Partial, Watched: 2 }, "the monitor to watch both");

        _isSilent = true;
        launcher.Of(plant.Session!.Identity.SessionId).Die(137);
        await Eventually.Async(() => MonitorOf(plant) is { Status: AlarmMonitorStatus.Partial, Reason: { } reason } && reason.Contains("Tank1", StringComparison.Ordinal), "another session");
        Assert.Equal(2, MonitorOf(plant).Watched);
    }

    // No value ever arrives, so that the monitor is never more than partial.
    private static Task<MonitoredPlant> StartAsync(FakeLauncher launcher) => MonitoredPlant.StartAsync(
        launcher,
        ("Gateway:Alarms:Objects:0", "Tank1"),
        ("Gateway:Alarms:Objects:1", "Tank2"),
        ("Gateway:Alarms:Include:0", "*"),
        ("Gateway:Alarms:FirstValueSeconds", "1"));

    private static AlarmMonitor MonitorOf(MonitoredPlant plant) => plant.Feed.Now(new AlarmRequest(), MonitoredPlant.Operator).Monitor;

    private Task<ReplyFrame?> AnswerAsync(CommandFrame frame)
    {
        var command = frame.Command;
        if (command.Method == MxMethod.SubscribeBulk)
        {
            Array.ForEach([.. command.ItemDefinitions!], _advised.Enqueue);
        }

        var reply = new MxReply
        {
            Method = command.Method,
            ReturnValue = command.Method == MxMethod.Register ? 1 : null,
            Results = command.Method == MxMethod.ReadBulk ? [.. command.ItemDefinitions!.Select(Read)] : null,
        };
        return Task.FromResult<ReplyFrame?>(new ReplyFrame { CorrelationId = frame.CorrelationId, Reply = reply });
    }

    private MxItemResult Read(string item) => item switch
    {
        "Tank2._Attributes[]" => Told(item),
        "Tank1._Attributes[]" when !_isSilent => Told(item),
        _ => new MxItemResult { ItemDefinition = item, Hresult = TimedOut },
    };

    private static MxItemResult Told(string item) => new() { ItemDefinition = item, Value = MxValue.FromArray(VariantType.String, new[] { "Level.Hi.InAlarm" }) };
}
