using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Tests.Fixtures;
using static Gateway.Web.Tests.Streams.Alarms.AlarmBench;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>
/// Random histories of a few alarms in front of readers that drop and resume and whose rights and filters change, connected or not, over a log
/// that is killed and pruned: every reader's table is what stands, and no transition is lost or comes twice.
/// </summary>
[Trait("Size", "Long")]
public sealed class AlarmLogPropertyTests
{
    private static readonly string[] References = ["A.Hi", "A.HiHi", "B.Lo", "C.Bad", "D"];

    [Fact]
    public void Every_table_is_what_stands_and_no_transition_is_lost_or_comes_twice() => Fuzz.Run(quick: 12, soak: 2_000, random =>
    {
        using var directory = new TempDirectory();
        var options = new AlarmLogOptions { RetainTransitions = random.Next(5, 200), BufferTransitions = random.Next(1, 20), MaxBatch = random.Next(1, 20) };
        var rig = Open(directory, options);
        var readers = new AlarmReaders(random);
        var log = new List<long>();
        for (var at = 1; at < 120; at++)
        {
            Step(random, rig, at);
            switch (random.Next(12))
            {
                case 0:
                    readers.Join(rig);
                    break;
                case 1:
                    readers.Resume(rig);
                    break;
                case 2:
                    readers.Renew();
                    break;
                case 3:
                    rig.Log.Prune();
                    break;
                case 4 when random.Next(4) == 0:
                    // The gateway is killed: nothing is closed, and readers come back.
                    rig.Dispose();
                    rig = Open(directory, options);
                    readers.ResumeAll(rig);
                    break;
                default:
                    readers.Read();
                    break;
            }

            if (random.Next(10) == 0)
            {
                readers.Check(rig);
            }
        }

        readers.Check(rig);
        log.AddRange(rig.Feed.Page(new AlarmRequest(), AlarmRig.Admin, int.MaxValue).Transitions.Select(one => one.Sequence));
        Assert.Equal(log.Order().Distinct(), log);
        Assert.Equal(log.Count == 0 ? 0 : log[^1] - log[0] + 1, log.Count);
        rig.Dispose();
    });

    private static AlarmRig Open(TempDirectory directory, AlarmLogOptions options)
    {
        var rig = new AlarmRig(directory.Path, options);
        foreach (var reference in References)
        {
            rig.Book.Watch(reference);
        }

        return rig;
    }

    private static void Step(Random random, AlarmRig rig, int at)
    {
        for (var count = random.Next(4); count >= 0; count--)
        {
            rig.Book.Apply(References[random.Next(References.Length)], random.Next(6) switch
            {
                0 or 1 => InAlarm(true, at),
                2 => InAlarm(false, at),
                3 => BadInAlarm(at),
                4 => Acked(random.Next(2) == 0, at),
                _ => On(at, at),
            });
        }

        rig.Commit(position: at);
    }
}
