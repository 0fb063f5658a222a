using Gateway.Values;
using Gateway.Worker.Executors.Simulation;
using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Tests.Executors.Simulation.Alarms;

public sealed class PlantAlarmTests
{
    private const int Bad = 16;
    private const int Uncertain = 80;

    private static readonly DateTime Never = DateTime.UnixEpoch;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Before_the_first_alarm_Acked_is_what_the_switch_says(bool acked)
    {
        var rig = new AlarmRig(acked: acked).Next(10);
        Assert.Equal((false, acked, false), (rig.InAlarm, rig.Acked, rig.Alarm.IsUnacknowledged));
        Assert.Equal(Never, rig.Own.TimeAlarmOn.Value.AsDateTime());
    }

    [Fact]
    public void A_rise_is_unacknowledged_and_has_the_time_of_its_input()
    {
        var rig = new AlarmRig().Next(10).Next(81);
        Assert.Equal((true, false), (rig.InAlarm, rig.Acked));
        Assert.Equal(rig.Input.Time, rig.Own.TimeAlarmOn.Value.AsDateTime());
        Assert.Equal(Never, rig.Own.TimeAlarmOff.Value.AsDateTime());
    }

    [Fact]
    public void A_change_that_the_input_did_not_make_has_the_time_of_the_scan()
    {
        var rig = new AlarmRig().Next(81).Next(81);
        rig.Write(rig.Limit, MxValue.FromDouble(90));
        rig.Next(81);
        Assert.False(rig.InAlarm);
        Assert.Equal(rig.Now, rig.Own.TimeAlarmOff.Value.AsDateTime());
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("")]
    public void Any_comment_acknowledges_also_after_the_return(string comment)
    {
        var rig = new AlarmRig().Next(81).Next(10);
        Assert.Equal((false, false, true), (rig.InAlarm, rig.Acked, rig.Alarm.IsUnacknowledged));
        rig.Acknowledge(comment);
        Assert.True(rig.Acked);
        Assert.Equal(rig.Now, rig.Own.TimeAlarmAcked.Value.AsDateTime());
    }

    [Fact]
    public void The_next_rise_is_unacknowledged_again()
    {
        var rig = new AlarmRig().Next(81);
        rig.Acknowledge();
        rig.Next(10);
        Assert.True(rig.Acked);
        rig.Next(81);
        Assert.False(rig.Acked);
    }

    [Theory]
    [InlineData(Bad)]
    [InlineData(Uncertain)]
    [InlineData(Qualities.Good)]
    public void InAlarm_has_the_quality_of_the_input(int quality)
    {
        var rig = new AlarmRig().Next(81).Next(82, quality);
        Assert.Equal((quality, quality), (rig.Own.InAlarm.Quality, rig.Own.Condition.Quality));
        Assert.True(rig.InAlarm);
        Assert.Equal(Qualities.Good, rig.Own.Acked.Quality);
    }

    [Fact]
    public void A_bad_input_neither_raises_nor_clears()
    {
        var rig = new AlarmRig().Next(10).Next(81, Bad);
        Assert.False(rig.InAlarm);
        Assert.True(rig.Acked);
        rig.Next(81).Next(10, Bad);
        Assert.True(rig.InAlarm);
        Assert.Equal(Never, rig.Own.TimeAlarmOff.Value.AsDateTime());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disabled_alarm_is_false_and_good_whatever_its_input_is(bool byInhibit)
    {
        var rig = new AlarmRig().Next(81, Uncertain);
        if (byInhibit)
        {
            rig.Inhibit(true);
        }
        else
        {
            rig.Command(AlarmMode.Disable);
        }

        rig.Next(82, Bad);
        Assert.Equal((false, Qualities.Good), (rig.InAlarm, rig.Own.InAlarm.Quality));
        Assert.True(rig.Own.Condition.Value.AsBoolean());
        Assert.Equal("Disable", rig.Own.AlarmMode.Value.AsString());
        rig.Inhibit(false);
        rig.Command(AlarmMode.Enable);
        rig.Next(83);
        Assert.Equal((true, false), (rig.InAlarm, rig.Acked));
    }

    [Fact]
    public void A_silenced_alarm_is_still_detected()
    {
        var rig = new AlarmRig();
        rig.Command(AlarmMode.Silence);
        rig.Next(81);
        Assert.Equal((true, "Silence"), (rig.InAlarm, rig.Own.AlarmMode.Value.AsString()));
    }

    [Fact]
    public void Shelving_says_who_why_and_until_when_and_ends_by_itself()
    {
        var rig = new AlarmRig().Next(81);
        rig.Shelve("""Duration=0.001; Reason="Valve is being repaired";""", "operator");
        Assert.True(rig.Alarm.IsShelved);
        Assert.Equal("Valve is being repaired", rig.Own.AlarmShelveReason.Value.AsString());
        Assert.Equal("operator", rig.Own.AlarmShelveUser.Value.AsString());
        Assert.Equal(rig.Now, rig.Own.AlarmShelveStartTime.Value.AsDateTime());
        Assert.Equal(rig.Now.AddSeconds(3.6), rig.Own.AlarmShelveStopTime.Value.AsDateTime());
        rig.Next(81).Next(81).Next(81);
        Assert.True(rig.Alarm.IsShelved);
        rig.Next(81);
        Assert.Equal((false, true), (rig.Alarm.IsShelved, rig.InAlarm));
    }

    [Fact]
    public void A_duration_of_nothing_unshelves()
    {
        var rig = new AlarmRig().Next(81);
        rig.Shelve("Duration=1;");
        rig.Shelve("Duration=0;");
        Assert.False(rig.Alarm.IsShelved);
        Assert.Equal(rig.Now, rig.Own.AlarmShelveStopTime.Value.AsDateTime());
    }

    [Theory]
    [InlineData(0, 0, "80 0,81 1,80 0")]
    [InlineData(5, 0, "81 1,76 1,75 0,80 0,81 1")]
    [InlineData(0, 3, "81 0,81 0,81 0,81 1,10 1,10 1,10 1,10 0")]
    [InlineData(0, 3, "81 0,81 0,10 0,81 0,81 0,81 0,81 1")]
    public void Dead_bands_delay_in_value_and_in_time(double value, double seconds, string history)
    {
        var rig = new AlarmRig();
        rig.Write(rig.Deadband, MxValue.FromDouble(value));
        rig.Write(rig.TimeDeadband, MxValue.FromInt64((long)(seconds * TimeSpan.TicksPerSecond)));
        foreach (var step in history.Split(','))
        {
            var parts = step.Split(' ');
            rig.Next(double.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(rig.InAlarm == (parts[1] == "1"), $"after {step} of {history}");
        }
    }

    [Fact]
    public void A_bad_reading_breaks_a_time_dead_band()
    {
        var rig = new AlarmRig();
        rig.Write(rig.TimeDeadband, MxValue.FromInt64(2 * TimeSpan.TicksPerSecond));
        rig.Next(81).Next(81).Next(81, Bad).Next(81).Next(81);
        Assert.False(rig.InAlarm);
        rig.Next(81);
        Assert.True(rig.InAlarm);
    }

    [Fact]
    public void A_bad_value_alarm_is_good_while_its_input_is_not()
    {
        var rig = new AlarmRig(rig => new BadCondition(rig.Input)).Next(10);
        Assert.False(rig.InAlarm);
        rig.Next(10, Bad);
        Assert.Equal((true, Qualities.Good), (rig.InAlarm, rig.Own.InAlarm.Quality));
        rig.Next(10, Uncertain);
        Assert.False(rig.InAlarm);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public void A_discrete_alarm_has_the_state_that_alarms(double active, bool alarmsAtZero)
    {
        var state = BuiltInAttributes.Number("A.ActiveAlarmState", MxDataType.Boolean, active);
        var rig = new AlarmRig(rig => new DiscreteCondition(rig.Input, state));
        Assert.Equal(alarmsAtZero, rig.Next(0).InAlarm);
        Assert.Equal(!alarmsAtZero, rig.Next(1).InAlarm);
    }

    [Theory]
    [InlineData(true, "0 0,3 1,4 0,2 0")]
    [InlineData(false, "9 0,10 0,7 1,6 0")]
    public void A_rate_alarms_in_its_direction_only(bool isIncrease, string history)
    {
        var limit = BuiltInAttributes.Number("A.Limit", MxDataType.Float, 2);
        var rig = new AlarmRig(rig => new RateCondition(new RateOfChange("A", rig.Input, 0), limit, isIncrease));
        foreach (var step in history.Split(','))
        {
            var parts = step.Split(' ');
            rig.Next(double.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(rig.InAlarm == (parts[1] == "1"), $"after {step} of {history}");
        }
    }

    [Fact]
    public void A_rate_is_measured_over_its_period_and_in_its_unit()
    {
        AlarmRig rig = null!;
        RateOfChange rate = null!;
        rig = new AlarmRig(made => new RateCondition(rate = new RateOfChange("A", made.Input, 4), made.Limit, true));
        var attributes = rate.Attributes.ToList();
        rig.Write(attributes[1], MxValue.FromString("Per minute"));
        rig.Next(0).Next(9).Next(9).Next(9);
        Assert.False(rig.InAlarm);
        rig.Next(8);
        Assert.Equal((120d, true), (attributes[0].Number, rig.InAlarm));
    }

    [Fact]
    public void A_deviation_waits_while_the_value_settles_on_a_new_target()
    {
        Deviation deviation = null!;
        var rig = new AlarmRig(rig => new DeviationCondition(
            deviation = new Deviation("A", rig.Input)
            {
                Deadband = rig.Deadband,
                SettlingPeriod = BuiltInAttributes.Number("A.Dev.SettlingPeriod", MxDataType.ElapsedTime, 2),
            },
            BuiltInAttributes.Number("A.Dev.Major.Tolerance", MxDataType.Float, 10)));
        rig.Write(rig.Deadband, MxValue.FromDouble(3));
        rig.Write(deviation.Target, MxValue.FromDouble(50));
        Assert.False(rig.Next(0).InAlarm);
        Assert.False(rig.Next(0).InAlarm);
        Assert.True(rig.Next(0).InAlarm);
        Assert.True(rig.Next(42).InAlarm);
        Assert.False(rig.Next(43).InAlarm);
        Assert.True(rig.Next(61).InAlarm);
    }
}
