using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Tests.Fixtures;
using static Gateway.Web.Tests.Streams.Alarms.AlarmBench;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>
/// Random histories of a few alarms in front of readers that drop and resume, over a log that is killed and pruned: every reader's table
/// is what stands, and no transition is lost or comes twice.
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
        var readers = new List<(AlarmRequest Request, AlarmClient Client)>();
        var log = new List<long>();
        for (var at = 1; at < 120; at++)
        {
            Step(random, rig, at);
            switch (random.Next(12))
            {
                case 0 when readers.Count < 5:
                    var request = RequestOf(random);
                    readers.Add((request, rig.Read(request)));
                    break;
                case 1 when readers.Count > 0:
                    Resume(random, rig, readers);
                    break;
                case 2:
                    rig.Log.Prune();
                    break;
                case 3 when random.Next(4) == 0:
                    rig = Restart(rig, directory, options, readers);
                    break;
                default:
                    readers.ForEach(one => one.Client.Drain(random.Next(4)));
                    break;
            }

            if (random.Next(10) == 0)
            {
                Check(rig, readers);
            }
        }

        Check(rig, readers);
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

    private static AlarmRequest RequestOf(Random random) => new()
    {
        Mode = random.Next(3) == 0 ? StreamMode.Conflate : StreamMode.Lossless,
        References = random.Next(3) == 0 ? ["A.*"] : null,
        States = random.Next(3) == 0 ? [AlarmState.Unacknowledged, AlarmState.Unknown] : null,
    };

    // A reader drops somewhere and comes back with its table and its position.
    private static void Resume(Random random, AlarmRig rig, List<(AlarmRequest Request, AlarmClient Client)> readers)
    {
        var at = random.Next(readers.Count);
        var (request, before) = readers[at];
        before.Dispose();
        readers[at] = (request, Again(rig, request, before));
    }

    // The gateway is killed: nothing is closed, and readers come back.
    private static AlarmRig Restart(AlarmRig rig, TempDirectory directory, AlarmLogOptions options, List<(AlarmRequest Request, AlarmClient Client)> readers)
    {
        rig.Dispose();
        rig = Open(directory, options);
        for (var i = 0; i < readers.Count; i++)
        {
            readers[i] = (readers[i].Request, Again(rig, readers[i].Request, readers[i].Client));
        }

        return rig;
    }

    // What was begun and not completed is not a position.
    private static AlarmClient Again(AlarmRig rig, AlarmRequest request, AlarmClient before) =>
        before.Items.Any(item => item is AlarmTransitionItem or AlarmSnapshotCompleteItem or AlarmIdleItem) && !before.IsInSnapshot
            ? rig.Read(request with { After = before.Position, Epoch = before.Epoch }).With(before)
            : rig.Read(request);

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

    private static void Check(AlarmRig rig, List<(AlarmRequest Request, AlarmClient Client)> readers)
    {
        foreach (var (request, client) in readers)
        {
            client.Drain();
            var filter = new Gateway.Web.Streams.Alarms.Reading.AlarmFilter(request);
            var expected = rig.Book.Tracks.Select(track => track.Alarm).Where(alarm => alarm.Sequence > 0 && filter.MatchesSnapshot(alarm) && !AlarmStateRules.IsNormal(alarm));
            Assert.Equal(expected.OrderBy(alarm => alarm.Reference, StringComparer.Ordinal), client.Standing.Values.OrderBy(alarm => alarm.Reference, StringComparer.Ordinal));
        }
    }
}
