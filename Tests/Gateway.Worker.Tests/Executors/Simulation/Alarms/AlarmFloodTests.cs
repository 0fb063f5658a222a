using Gateway.Values;
using Gateway.Worker.Executors.Simulation;
using Gateway.Worker.Executors.Simulation.Galaxy;

namespace Gateway.Worker.Tests.Executors.Simulation.Alarms;

public sealed class AlarmFloodTests
{
    private readonly GalaxyRig _rig = new();

    [Fact]
    public void The_flood_is_made_when_it_is_looked_up()
    {
        var before = _rig.Galaxy.Plant.Count;
        Assert.Null(_rig.Galaxy.Plant.Find("Alarm"));
        Assert.Equal(before, _rig.Galaxy.Plant.Count);
        Assert.NotNull(_rig.Galaxy.Plant.Find("alarmflood17.a001.inalarm"));
        Assert.True(_rig.Galaxy.Plant.Count > before + 50_000);
    }

    [Fact]
    public void Fifty_objects_list_a_hundred_alarms_each_and_name_their_area()
    {
        var roots = Enumerable.Range(1, 50)
            .Select(number => $"AlarmFlood{number:D2}")
            .Where(name => _rig[$"{name}.Area"].Value.AsString() == "AlarmFlood")
            .SelectMany(name => ((string[])_rig[$"{name}._Attributes"].Value.AsArray()).Select(attribute => $"{name}.{attribute}"))
            .Where(name => name.EndsWith(".InAlarm", StringComparison.Ordinal) && name.Count(c => c == '.') == 2)
            .ToList();
        Assert.Equal(5000, roots.Distinct().Count());
        Assert.All(roots, root => Assert.NotNull(_rig.Galaxy.Plant.Find(root)));
    }

    [Fact]
    public void All_alarms_rise_in_one_scan_and_clear_in_another()
    {
        _rig.Write("AlarmFlood.Standing", MxValue.FromInt32(5000));
        Assert.Equal(0, _rig["AlarmFlood.AlarmOnCnt"].Number);
        _rig.Pass(_rig.Galaxy.Options.ScanPeriod);
        Assert.Equal((5000d, 5000d), (_rig["AlarmFlood.AlarmOnCnt"].Number, _rig["AlarmFlood.AlarmUnAckCnt"].Number));
        Assert.True(_rig["AlarmFlood50.A100.InAlarm"].Value.AsBoolean());
        Assert.All((int[])_rig["AlarmFlood.AlarmCntsBySeverity"].Value.AsArray(), count => Assert.InRange(count, 1000, 1500));
        _rig.Write("AlarmFlood.Standing", MxValue.FromInt32(0));
        _rig.Pass(_rig.Galaxy.Options.ScanPeriod);
        Assert.Equal((0d, 5000d), (_rig["AlarmFlood.AlarmOnCnt"].Number, _rig["AlarmFlood.AlarmUnAckCnt"].Number));
    }

    [Fact]
    public void A_raise_rate_spreads_the_flood()
    {
        _rig.Write("AlarmFlood.RaiseRate", MxValue.FromInt32(300));
        _rig.Write("AlarmFlood.Standing", MxValue.FromInt32(1000));
        _rig.Pass(TimeSpan.FromSeconds(2));
        Assert.InRange(_rig["AlarmFlood.AlarmOnCnt"].Number, 450, 600);
        _rig.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(1000, _rig["AlarmFlood.AlarmOnCnt"].Number);
        Assert.Equal((true, false), (_rig["AlarmFlood10.A100.InAlarm"].Value.AsBoolean(), _rig["AlarmFlood11.A001.InAlarm"].Value.AsBoolean()));
    }

    [Fact]
    public void A_transition_rate_moves_one_alarm_after_another()
    {
        var first = _rig.Advise("AlarmFlood01.A001.InAlarm");
        var later = _rig.Advise("AlarmFlood30.A001.InAlarm");
        _rig.Write("AlarmFlood.TransitionRate", MxValue.FromInt32(500));
        _rig.Events.Clear();
        _rig.Pass(TimeSpan.FromSeconds(10));
        Assert.InRange(_rig["AlarmFlood.AlarmOnCnt"].Number, 4900, 5000);
        _rig.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal((2, 1), (_rig.Events.CountOf(first), _rig.Events.CountOf(later)));
        _rig.Write("AlarmFlood.TransitionRate", MxValue.FromInt32(0));
        _rig.Pass(TimeSpan.FromSeconds(1));
        var standing = _rig["AlarmFlood.AlarmOnCnt"].Number;
        _rig.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(standing, _rig["AlarmFlood.AlarmOnCnt"].Number);
    }

    [Fact]
    public void A_single_alarm_of_the_flood_follows_its_input_and_is_acknowledged_like_any_other()
    {
        _rig.Write("AlarmFlood03.A042", MxValue.FromBoolean(true));
        _rig.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((true, false), (_rig["AlarmFlood03.A042.InAlarm"].Value.AsBoolean(), _rig["AlarmFlood03.A042.Acked"].Value.AsBoolean()));
        _rig.Write("AlarmFlood03.A042.AckMsg", MxValue.FromString("seen"));
        Assert.True(_rig["AlarmFlood03.A042.Acked"].Value.AsBoolean());
    }

    [Theory]
    [InlineData("AlarmFlood.Standing", 5001)]
    [InlineData("AlarmFlood.Standing", -1)]
    [InlineData("AlarmFlood.TransitionRate", 100_001)]
    public void A_command_beyond_its_bounds_is_refused(string command, int value)
    {
        _rig.Write(command, MxValue.FromInt32(value));
        Assert.Single(_rig.Events.Failures);
    }

    [Theory]
    [InlineData("AlarmFlood", true)]
    [InlineData("alarmflood07", true)]
    [InlineData("AlarmFlood7", false)]
    [InlineData("AlarmFloods", false)]
    public void A_galaxy_file_cannot_use_the_names_of_the_flood(string name, bool isReserved)
    {
        var file = $$"""{ "objects": [ { "name": "{{name}}", "attributes": { "X": { "type": "Boolean" } } } ] }""";
        Assert.Equal(isReserved, Record.Exception(() => GalaxyFile.Parse(file, "test")) is GalaxyFileException);
    }

    [Fact]
    public void Before_the_first_alarm_the_flood_obeys_the_switch_too()
    {
        var rig = new GalaxyRig(new SimulatorOptions { Deterministic = true, AckedAtStart = false });
        rig.Pass(TimeSpan.FromSeconds(1));
        Assert.False(rig["AlarmFlood01.A001.Acked"].Value.AsBoolean());
        Assert.False(rig["Tank101.Level.Hi.Acked"].Value.AsBoolean());
        Assert.Equal(0, rig["AlarmFlood.AlarmUnAckCnt"].Number);
    }
}
