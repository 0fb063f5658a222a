using Gateway.Contracts;
using Gateway.Testing;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>
/// A plant that raises, clears, acknowledges, shelves and loses sight of alarms at random, while callbacks are lost, workers die and the
/// gateway is killed before it has committed.
/// </summary>
[Trait("Size", "Long")]
public sealed class AlarmPlantPropertyTests
{
    private static readonly string[] References = ["A.Hi", "A.HiHi", "B.Lo", "C"];

    /// <summary>
    /// Whenever everything was read again, every reader's table is the plant. The log of the gateway that is killed is that of a gateway that
    /// never was, so no transition is lost and none is made twice.
    /// </summary>
    [Fact]
    public void Every_table_is_the_plant_and_a_killed_gateway_has_the_log_of_one_that_was_not() => Fuzz.Run(quick: 25, soak: 2_000, random =>
    {
        using var history = new AlarmPlantHistory(random, References);
        for (var at = 1; at < 60; at++)
        {
            history.Step(at);
            switch (random.Next(14))
            {
                case 0:
                    history.LoseWorker();
                    break;
                case 1:
                    history.Kill();
                    break;
                case 2:
                    history.ReadAgainAndCheck();
                    break;
                case 3:
                    history.Readers.Join(history.Rig);
                    break;
                case 4:
                    history.Readers.Resume(history.Rig);
                    break;
                default:
                    history.Readers.Read();
                    break;
            }
        }

        history.ReadAgainAndCheck();
        CheckLogs(history);
    });

    private static void CheckLogs(AlarmPlantHistory history)
    {
        var log = LogOf(history.Rig);
        Assert.Equal(log.Select((_, index) => index + 1L), log.Select(one => one.Sequence));
        Assert.Equal(LogOf(history.NeverKilled), log);
        Assert.All(log.GroupBy(one => one.Alarm.Reference), one => CheckOrder([.. one]));
        foreach (var client in history.Readers.Clients)
        {
            Assert.Equal(client.Transitions.Select(one => one.Sequence).Distinct(), client.Transitions.Select(one => one.Sequence));
        }
    }

    private static IReadOnlyList<AlarmTransition> LogOf(AlarmRig rig) => rig.Feed.Page(new AlarmRequest { After = 0 }, AlarmRig.Admin, int.MaxValue).Transitions;

    // Between two raises of one alarm lies its end or another time of the rise: the same rise is never told twice.
    private static void CheckOrder(AlarmTransition[] transitions)
    {
        var raises = transitions.Where(one => one.Kind is AlarmTransitionKind.Raised or AlarmTransitionKind.Found).ToArray();
        Assert.Equal(raises.Select(one => one.Sequence), raises.Select(one => one.Alarm.Occurrence));
        for (var i = 1; i < transitions.Length; i++)
        {
            var same = transitions[i].Kind == transitions[i - 1].Kind && transitions[i].Kind is AlarmTransitionKind.Cleared or AlarmTransitionKind.BecameUnknown or AlarmTransitionKind.Restored;
            Assert.False(same, $"{transitions[i].Kind} of {transitions[i].Alarm.Reference} was told twice");
        }
    }
}
