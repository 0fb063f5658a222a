using System.Globalization;
using Gateway.Values;
using Gateway.Worker.Executors.Simulation;
using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Tests.Executors.Simulation.Alarms;

/// <summary>After any sequence of inputs, writes and modes the attributes follow the vendor's rules.</summary>
public sealed class AlarmRulesTests
{
    private static readonly int[] KnownQualities = [0, 16, 64, 80, 192];

    [Fact]
    public void Every_random_history_keeps_the_rules()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var rig = new AlarmRig(acked: random.Next(2) == 0);
            rig.Write(rig.Deadband, MxValue.FromDouble(random.Next(3)));
            rig.Write(rig.TimeDeadband, MxValue.FromInt64(random.Next(3) * TimeSpan.TicksPerSecond));
            for (var step = 0; step < 200; step++)
            {
                Step(rig, random, $"seed {seed}, step {step}");
            }
        }
    }

    private static void Step(AlarmRig rig, Random random, string where)
    {
        var before = Read(rig);
        var acknowledged = Disturb(rig, random);
        var written = Read(rig);
        Assert.True(written.Acked == (acknowledged || before.Acked), $"{where}: only a comment may acknowledge");
        Assert.True(written.InAlarm == before.InAlarm, $"{where}: a write must not move InAlarm before the scan");

        rig.Next(random.Next(77, 84), KnownQualities[random.Next(KnownQualities.Length)]);
        var after = Read(rig);
        var rose = after.InAlarm && !before.InAlarm;
        var fell = before.InAlarm && !after.InAlarm;
        var isOff = after.Mode == "Disable";
        Assert.True(after.Acked == (!rose && written.Acked), $"{where}: a rise, and nothing else in a scan, takes Acked away");
        Assert.True((after.On != before.On) == rose, $"{where}: TimeAlarmOn moves with the rise");
        Assert.True((after.Off != before.Off) == fell, $"{where}: TimeAlarmOff moves with the fall");
        Assert.True((written.AckedAt != before.AckedAt) == acknowledged && after.AckedAt == written.AckedAt, $"{where}: TimeAlarmAcked moves with the comment");
        Assert.True(after.Quality == (isOff ? Qualities.Good : rig.Input.Quality), $"{where}: quality {after.Quality} in mode {after.Mode}");
        Assert.True(!(isOff && after.InAlarm), $"{where}: a disabled alarm is not in alarm");
        Assert.True(isOff == IsSwitchedOff(rig), $"{where}: the mode does not show that the alarm is disabled");
        Assert.True(Qualities.IsBad(rig.Input.Quality) && !isOff ? after.InAlarm == before.InAlarm : true, $"{where}: a bad input moved InAlarm");
        Assert.True(rig.Alarm.IsShelved == (rig.Now < rig.Own.AlarmShelveStopTime.Value.AsDateTime()), $"{where}: shelving ends at its stop time");
    }

    /// <summary>True when a comment was written.</summary>
    private static bool Disturb(AlarmRig rig, Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                rig.Acknowledge(random.Next(2) == 0 ? "" : "seen");
                return true;
            case 1:
                rig.Command((AlarmMode)random.Next(3));
                return false;
            case 2:
                rig.Inhibit(random.Next(3) == 0);
                return false;
            case 3:
                rig.Shelve(string.Create(CultureInfo.InvariantCulture, $"Duration={random.Next(3) * 0.001}; Reason=\"test\";"));
                return false;
            default:
                return false;
        }
    }

    private static bool IsSwitchedOff(AlarmRig rig) =>
        rig.Own.AlarmInhibit.Value.AsBoolean() || rig.Own.AlarmModeCmd.Value.AsString() == "Disable";

    private static State Read(AlarmRig rig) => new(
        rig.InAlarm,
        rig.Own.InAlarm.Quality,
        rig.Acked,
        rig.Own.AlarmMode.Value.AsString(),
        rig.Own.TimeAlarmOn.Value.AsDateTime(),
        rig.Own.TimeAlarmOff.Value.AsDateTime(),
        rig.Own.TimeAlarmAcked.Value.AsDateTime());

    private sealed record State(bool InAlarm, int Quality, bool Acked, string Mode, DateTime On, DateTime Off, DateTime AckedAt);
}
