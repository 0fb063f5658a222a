using Gateway.Contracts;
using Gateway.Values;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>One alarm under the reducer, fed by hand. Times are seconds.</summary>
internal sealed class AlarmBench
{
    public static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public AlarmTrack Track { get; set; } = AlarmTrack.New("Tank101.Level.Hi");

    public List<AlarmTransition> Transitions { get; } = [];

    public Alarm Alarm => Track.Alarm;

    public IEnumerable<AlarmTransitionKind> Kinds => Transitions.Select(one => one.Kind);

    private long Next => Transitions.Count + 1;

    /// <summary>A bench whose alarm was seen normal before.</summary>
    public static AlarmBench Normal()
    {
        var bench = new AlarmBench();
        bench.Apply(InAlarm(false, 0), Acked(true, 0), On(0, 0));
        return bench;
    }

    public static AlarmReading InAlarm(bool value, double at) => Reading(AlarmAttribute.InAlarm, MxValue.FromBoolean(value), at);

    public static AlarmReading BadInAlarm(double at) => Reading(AlarmAttribute.InAlarm, MxValue.FromBoolean(false), at) with { IsGood = false, Quality = 0 };

    public static AlarmReading Acked(bool value, double at) => Reading(AlarmAttribute.Acked, MxValue.FromBoolean(value), at);

    /// <param name="on">What the attribute says; 0 for never.</param>
    /// <param name="at">When.</param>
    public static AlarmReading On(double on, double at) =>
        Reading(AlarmAttribute.TimeAlarmOn, MxValue.FromDate(on == 0 ? new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc) : Time(on)), at);

    public static AlarmReading LastAcked(double value) => Reading(AlarmAttribute.TimeAlarmAcked, MxValue.FromDate(Time(value)), 0);

    public static AlarmReading Message(string text, double at) => Reading(AlarmAttribute.AckMsg, MxValue.FromString(text), at);

    public static AlarmReading Priority(int value, double at) => Reading(AlarmAttribute.Priority, MxValue.FromInt32(value), at);

    public static AlarmReading Mode(string value, double at) => Reading(AlarmAttribute.AlarmMode, MxValue.FromString(value), at);

    public static DateTime Time(double seconds) => Start.AddSeconds(seconds);

    public void Apply(params IEnumerable<AlarmReading> readings)
    {
        foreach (var reading in readings)
        {
            Take(AlarmReducer.Apply(Track, reading, Next, Start));
        }
    }

    public void Compare(params AlarmReading[] readings) => Take(AlarmReducer.Compare(Track, readings, Next, Start));

    public void Settle() => Take(AlarmReducer.Settle(Track, Next, Start));

    public void Forget() => Track = AlarmReducer.Forget(Track);

    private void Take(AlarmStep step)
    {
        Assert.Equal(step.Transitions.Select((_, index) => Next + index), step.Transitions.Select(one => one.Sequence));
        Transitions.AddRange(step.Transitions);
        Track = step.Track;
    }

    private static AlarmReading Reading(AlarmAttribute attribute, MxValue value, double at) => new(attribute, value, 192, true, Time(at), Time(at + 0.01));
}
