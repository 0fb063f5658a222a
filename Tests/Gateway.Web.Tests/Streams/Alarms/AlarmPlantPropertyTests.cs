using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Tests.Fixtures;
using static Gateway.Web.Tests.Streams.Alarms.AlarmBench;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>
/// A plant that raises, clears, acknowledges and loses sight of alarms at random, while callbacks are lost, workers die and the gateway is
/// killed: once everything was read again, the table is the plant, and a reader that saw only the stream has the same.
/// </summary>
[Trait("Size", "Long")]
public sealed class AlarmPlantPropertyTests
{
    private static readonly string[] References = ["A.Hi", "A.HiHi", "B.Lo", "C"];

    [Fact]
    public void After_reading_again_the_table_is_the_plant() => Fuzz.Run(quick: 25, soak: 2_000, random =>
    {
        using var directory = new TempDirectory();
        var plant = References.ToDictionary(reference => reference, _ => new PlantAlarm());
        var rig = Open(directory);
        TakeUp(rig, plant);
        var client = rig.Read();
        for (var at = 1; at < 60; at++)
        {
            var reference = References[random.Next(References.Length)];
            Deliver(random, rig, reference, plant[reference].Step(random, at));
            rig.Commit(position: at);
            switch (random.Next(20))
            {
                case 0:
                    // The worker dies: another session begins with first values.
                    rig.Book.Forget();
                    TakeUp(rig, plant);
                    break;
                case 1:
                    rig.Dispose();
                    rig = Open(directory);
                    client.Drain(0);
                    client = rig.Read(new AlarmRequest { After = Math.Max(0, client.Position), Epoch = client.Position < 0 ? null : client.Epoch }).With(client);
                    break;
                case 2:
                    ReadAgain(rig, plant);
                    break;
                case 3:
                    client.Drain();
                    break;
            }
        }

        // What came and went counts when it was read twice.
        ReadAgain(rig, plant);
        ReadAgain(rig, plant);
        client.Drain();
        Assert.All(References, one => Assert.Equal(plant[one].State, AlarmStateRules.Of(rig.Book.Find(one)!.Alarm)));
        Assert.Equal(
            rig.Book.Tracks.Where(track => !AlarmStateRules.IsNormal(track.Alarm)).ToDictionary(track => track.Alarm.Reference, track => track.Alarm),
            client.Standing);
        var log = rig.Feed.Page(new AlarmRequest { After = 0 }, AlarmRig.Admin, int.MaxValue).Transitions;
        Assert.Equal(log.Select((_, index) => index + 1L), log.Select(one => one.Sequence));
        Assert.All(log.GroupBy(one => one.Alarm.Reference), one => CheckOrder([.. one]));
        rig.Dispose();
    });

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

    private static AlarmRig Open(TempDirectory directory)
    {
        var rig = new AlarmRig(directory.Path);
        foreach (var reference in References)
        {
            rig.Book.Watch(reference);
        }

        return rig;
    }

    private static void TakeUp(AlarmRig rig, Dictionary<string, PlantAlarm> plant)
    {
        foreach (var (reference, alarm) in plant)
        {
            foreach (var reading in alarm.Read())
            {
                rig.Book.Apply(reference, reading);
            }

            rig.Book.Settle(reference);
        }

        rig.Commit();
    }

    private static void ReadAgain(AlarmRig rig, Dictionary<string, PlantAlarm> plant)
    {
        foreach (var (reference, alarm) in plant)
        {
            rig.Book.Compare(reference, alarm.Read());
        }

        rig.Commit();
    }

    private static void Deliver(Random random, AlarmRig rig, string reference, IEnumerable<AlarmReading> callbacks)
    {
        foreach (var reading in callbacks.OrderBy(_ => random.Next()).Where(_ => random.Next(6) > 0))
        {
            rig.Book.Apply(reference, reading);
        }
    }

    private sealed class PlantAlarm
    {
        private bool _active;
        private bool _acked = true;
        private bool _bad;
        private double _on;
        private double _inAlarmAt;
        private double _ackedAt;

        public AlarmState State => _bad ? AlarmState.Unknown
            : _active ? (_acked ? AlarmState.Acknowledged : AlarmState.Unacknowledged)
            : _acked ? AlarmState.Normal : AlarmState.Returned;

        public AlarmReading[] Read() => [InAlarmNow, Acked(_acked, _ackedAt), On(_on, _on)];

        public IReadOnlyList<AlarmReading> Step(Random random, int at)
        {
            switch (random.Next(5))
            {
                case 0 when !_active && !_bad:
                    (_active, _acked, _on, _inAlarmAt, _ackedAt) = (true, false, at, at, at);
                    return [InAlarmNow, Acked(false, at), On(at, at)];
                case 1 when _active && !_bad:
                    (_active, _inAlarmAt) = (false, at);
                    return [InAlarmNow];
                case 2 when !_acked:
                    (_acked, _ackedAt) = (true, at);
                    return [Acked(true, at)];
                case 3:
                    (_bad, _inAlarmAt) = (!_bad, at);
                    return [InAlarmNow];
                default:
                    return [];
            }
        }

        private AlarmReading InAlarmNow => _bad ? BadInAlarm(_inAlarmAt) : InAlarm(_active, _inAlarmAt);
    }
}
