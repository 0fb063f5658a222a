using System.Text.Json;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Streams.Alarms.Reducing;
using static Gateway.Web.Tests.Streams.Alarms.AlarmBench;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>
/// What one attribute says comes in order; how the attributes of an alarm come between each other is not promised. Every interleaving
/// ends in the same alarm.
/// </summary>
[Trait("Size", "Long")]
public sealed class AlarmReducerPropertyTests
{
    [Fact]
    public void Any_order_of_the_same_callbacks_ends_in_the_same_alarm() => Fuzz.Run(quick: 2_000, soak: 100_000, random =>
    {
        var streams = History(random);
        var expected = Final([.. streams.SelectMany(one => one).OrderBy(one => one.Time)]);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var order = Interleave(streams, random);
            Assert.True(expected == Final(order), $"{expected}\nbecame\n{Final(order)}\nin the order\n{string.Join('\n', order.Select(one => $"{one.Attribute} {one.Value} {one.IsGood} {one.Time:ss.f}"))}");
        }
    });

    [Fact]
    public void A_track_that_was_stored_goes_on_as_if_nothing_had_happened() => Fuzz.Run(quick: 500, soak: 20_000, random =>
    {
        var readings = History(random).SelectMany(one => one).OrderBy(one => one.Time).ToArray();
        var (stayed, stored) = (AlarmBench.Normal(), AlarmBench.Normal());
        foreach (var reading in readings)
        {
            stayed.Apply(reading);
            stored.Apply(reading);
            stored.Track = JsonSerializer.Deserialize<AlarmTrack>(JsonSerializer.Serialize(stored.Track, GatewayJson.Options), GatewayJson.Options)!;
        }

        Assert.Equal(stayed.Track, stored.Track);
        Assert.Equal(stayed.Transitions, stored.Transitions);
    });

    [Fact]
    public void Any_order_of_the_same_callbacks_counts_the_same_raises() => Fuzz.Run(quick: 1_000, soak: 50_000, random =>
    {
        var streams = Chatter(random);
        var expected = Expected(streams);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(expected, Final(Interleave(streams, random)).Chattering);
        }
    });

    // The same by another way: the times of all raises that an attribute shows, and how many are in the last minute of them.
    private static int? Expected(List<AlarmReading>[] streams)
    {
        var rises = streams[0].Where(one => one.IsGood).Prepend(InAlarm(false, 0)).ToArray();
        DateTime[][] times =
        [
            [.. rises.Zip(rises.Skip(1)).Where(pair => pair.First.AsBoolean() == false && pair.Second.AsBoolean() == true).Select(pair => pair.Second.Time!.Value)],
            [.. streams[2].Select(one => one.AsTime()!.Value)],
        ];
        var counts = times.Select(all => all.Count(time => (all.Max() - time).TotalSeconds < 60)).ToArray();
        var count = times[1].Max() < times[0].Max() ? counts[0] : counts.Max();
        return count >= 3 ? count : null;
    }

    // An alarm that comes and goes quickly. Now and then InAlarm misses that it went and came, TimeAlarmOn misses that it came, or the
    // input is bad for a moment.
    private static List<AlarmReading>[] Chatter(Random random)
    {
        List<AlarmReading> inAlarm = [], acked = [Acked(false, 1)], on = [], message = [];
        var at = 1.0;
        for (var raise = 0; raise < random.Next(2, 12); raise++, at += random.Next(1, 30))
        {
            if (inAlarm.Count == 0 || random.Next(4) > 0)
            {
                inAlarm.AddRange(raise == 0 ? [] : [InAlarm(false, at - 0.5)]);
                inAlarm.AddRange(random.Next(4) == 0 ? [BadInAlarm(at - 0.25)] : []);
                inAlarm.Add(InAlarm(true, at));
            }

            on.AddRange(raise > 0 && random.Next(5) == 0 ? [] : [On(at, at)]);
        }

        return [inAlarm, acked, on, message];
    }

    // What an engine says that raises, acknowledges, clears and loses sight of one alarm, by attribute.
    private static List<AlarmReading>[] History(Random random)
    {
        List<AlarmReading> inAlarm = [], acked = [], on = [], message = [];
        var (active, unacknowledged) = (false, false);
        for (var at = 1; at < random.Next(3, 12); at++)
        {
            switch (random.Next(4))
            {
                case 0 when !active:
                    active = true;
                    inAlarm.Add(InAlarm(true, at));
                    on.Add(On(at, at));
                    acked.AddRange(unacknowledged ? [] : [Acked(false, at)]);
                    unacknowledged = true;
                    break;
                case 1 when active:
                    active = false;
                    inAlarm.Add(InAlarm(false, at));
                    break;
                case 2 when unacknowledged:
                    unacknowledged = false;
                    acked.Add(Acked(true, at));
                    message.Add(Message($"at {at}", at));
                    break;
                case 3:
                    inAlarm.AddRange(BadInAlarm(at), InAlarm(active, at + 0.5));
                    break;
            }
        }

        return [inAlarm, acked, on, message];
    }

    private static List<AlarmReading> Interleave(List<AlarmReading>[] streams, Random random)
    {
        var rest = streams.Where(one => one.Count > 0).Select(one => new Queue<AlarmReading>(one)).ToList();
        var order = new List<AlarmReading>();
        while (rest.Count > 0)
        {
            var from = rest[random.Next(rest.Count)];
            order.Add(from.Dequeue());
            if (from.Count == 0)
            {
                rest.Remove(from);
            }
        }

        return order;
    }

    // Its numbers depend on how many transitions there were, and so on the order; what the alarm is does not.
    private static Alarm Final(IEnumerable<AlarmReading> readings)
    {
        var bench = AlarmBench.Normal();
        bench.Apply(readings);
        return bench.Alarm with { Sequence = 0, Occurrence = Math.Min(1, bench.Alarm.Occurrence) };
    }
}
