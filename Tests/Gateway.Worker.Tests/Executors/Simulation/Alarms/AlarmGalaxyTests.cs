using Gateway.Values;
using Gateway.Worker.Executors.Simulation.Galaxy;

namespace Gateway.Worker.Tests.Executors.Simulation.Alarms;

/// <summary>Alarms as the galaxy file declares them.</summary>
public sealed class AlarmGalaxyTests
{
    private static readonly TimeSpan Scan = TimeSpan.FromSeconds(1);

    private const string TwoAreas = """
        { "objects": [
          { "name": "Hall", "attributes": { "Fire": { "type": "Boolean" } }, "alarms": { "Fire": { "priority": 1 } } },
          { "name": "Cell", "area": "Hall", "attributes": { "Open": { "type": "Boolean" } }, "alarms": { "Open": { "priority": 600 } } },
          { "name": "Lamp", "area": "Cell", "container": "Door", "attributes": { "Off": { "type": "Boolean" } }, "alarms": { "Off": { "active": 0, "priority": 999 } } },
          { "name": "Door", "area": "Cell", "attributes": { "Ajar": { "type": "Boolean" } } }
        ] }
        """;

    [Fact]
    public void An_object_lists_the_attributes_of_its_alarms_and_no_root_of_its_own()
    {
        var names = (string[])new GalaxyRig()["Tank101._Attributes"].Value.AsArray();
        Assert.Superset(
            new HashSet<string>
            {
                "InAlarm", "Level.Hi.InAlarm", "Level.Hi.Acked", "Level.Hi.AckMsg", "Level.Hi.TimeAlarmOn", "Level.Hi.Limit", "Level.HiHi.InAlarm",
                "Level.LevelAlarm.ValueDeadband", "Level.Roc.IncreasingHi.InAlarm", "Level.Roc.EvalPeriod", "Level.Dev.Major.Tolerance",
                "Level.Dev.Target", "Level.Bad.InAlarm", "Level.Hi.AlarmShelveCmd", "AlarmMode", "AlarmCntsBySeverity",
            },
            names.ToHashSet());
        Assert.DoesNotContain("AlarmOnCnt", names);
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Every_listed_alarm_has_all_the_attributes_of_an_alarm()
    {
        var rig = new GalaxyRig();
        var roots = rig.Galaxy.Plant.Attributes
            .Select(attribute => attribute.Name)
            .Where(name => name.EndsWith(".InAlarm", StringComparison.Ordinal) && name.Count(c => c == '.') > 1)
            .Select(name => name[..^".InAlarm".Length])
            .ToList();
        Assert.InRange(roots.Count, 60, 200);
        Assert.All(roots, root => Assert.All(
            ["Condition", "Acked", "AckMsg", "TimeAlarmOff", "TimeAlarmAcked", "Priority", "Category", "DescAttrName", "AlarmMode", "AlarmInhibit", "AlarmShelved"],
            name => Assert.NotNull(rig.Galaxy.Plant.Find($"{root}.{name}"))));
    }

    [Fact]
    public void A_failing_probe_makes_its_alarms_bad_and_its_bad_value_alarm_stand()
    {
        var rig = new GalaxyRig();
        rig.Pass(TimeSpan.FromSeconds(22));
        Assert.Equal((16, false), (rig["AIT101.PH.Hi.InAlarm"].Quality, rig["AIT101.PH.Hi.InAlarm"].Value.AsBoolean()));
        Assert.Equal((192, true), (rig["AIT101.PH.Bad.InAlarm"].Quality, rig["AIT101.PH.Bad.InAlarm"].Value.AsBoolean()));
        rig.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal(192, rig["AIT101.PH.Hi.InAlarm"].Quality);
        Assert.False(rig["AIT101.PH.Bad.InAlarm"].Value.AsBoolean());
    }

    [Fact]
    public void A_comment_of_more_than_256_characters_is_refused_and_acknowledges_nothing()
    {
        var rig = new GalaxyRig();
        rig.Write("Tank102.Level.Hi.Limit", MxValue.FromFloat(20));
        rig.Pass(Scan);
        rig.Write("Tank102.Level.Hi.AckMsg", MxValue.FromString(new string('x', 257)));
        Assert.Equal(MxStatusCategory.OperationalError, Assert.Single(rig.Events.Failures).Category);
        Assert.False(rig["Tank102.Level.Hi.Acked"].Value.AsBoolean());
        rig.Write("Tank102.Level.Hi.AckMsg", MxValue.FromString(new string('x', 256)));
        Assert.True(rig["Tank102.Level.Hi.Acked"].Value.AsBoolean());
    }

    [Theory]
    [InlineData("Tank102.Level.Hi.AlarmShelveCmd", "for a while")]
    [InlineData("Tank102.Level.Hi.AlarmModeCmd", "Loud")]
    [InlineData("Tank102.Level.Hi.Priority", "1000")]
    [InlineData("Tank102.Level.LevelAlarm.ValueDeadband", "-1")]
    [InlineData("Tank102.Level.Hi.InAlarm", "true")]
    public void What_an_alarm_cannot_take_is_refused(string reference, string value)
    {
        var rig = new GalaxyRig();
        rig.Write(reference, MxValue.FromString(value));
        Assert.Single(rig.Events.Failures);
    }

    [Fact]
    public void The_authenticated_user_of_the_write_shelves()
    {
        var rig = new GalaxyRig();
        Assert.Equal(0, rig.Access.AuthenticateUser(rig.Server, "supervisor", "supervisor", out var user));
        var item = rig.Advise("Tank101.Level.Hi.AlarmShelveCmd");
        rig.Pass(rig.Galaxy.Options.FirstValueDelay);
        rig.Access.Write(rig.Server, item, MxValue.FromString("Duration=0.01; Reason=\"test\";"), user);
        rig.Pass(rig.Galaxy.Options.WriteDelay);
        Assert.True(rig["Tank101.Level.Hi.AlarmShelved"].Value.AsBoolean());
        Assert.Equal("supervisor", rig["Tank101.Level.Hi.AlarmShelveUser"].Value.AsString());
        rig.Pass(TimeSpan.FromSeconds(35));
        Assert.True(rig["Tank101.Level.Hi.AlarmShelved"].Value.AsBoolean());
        rig.Pass(TimeSpan.FromSeconds(2));
        Assert.False(rig["Tank101.Level.Hi.AlarmShelved"].Value.AsBoolean());
    }

    [Fact]
    public void An_area_binds_the_modes_of_all_that_is_in_it()
    {
        var rig = new GalaxyRig(json: TwoAreas);
        rig.Write("Hall.AlarmModeCmd", MxValue.FromString("Silence"));
        rig.Pass(Scan);
        Assert.All(["Hall", "Cell", "Lamp"], name => Assert.Equal("Silence", rig[$"{name}.AlarmMode"].Value.AsString()));
        Assert.Equal("Silence", rig["Lamp.Off.AlarmMode"].Value.AsString());
        rig.Write("Door.AlarmInhibit", MxValue.FromBoolean(true));
        rig.Pass(Scan);
        Assert.Equal(("Disable", "Silence"), (rig["Lamp.Off.AlarmMode"].Value.AsString(), rig["Cell.Open.AlarmMode"].Value.AsString()));
        rig.Write("Door.AlarmInhibit", MxValue.FromBoolean(false));
        rig.Write("Hall.AlarmModeCmd", MxValue.FromString("Enable"));
        rig.Pass(Scan);
        Assert.Equal("Enable", rig["Lamp.Off.AlarmMode"].Value.AsString());
    }

    [Fact]
    public void Objects_and_areas_total_their_alarms()
    {
        var rig = new GalaxyRig(json: TwoAreas);
        rig.Pass(Scan);
        Assert.Equal((1d, 1d), (rig["Cell.AlarmOnCnt"].Number, rig["Cell.AlarmUnAckCnt"].Number));
        Assert.Equal((0d, 4d), (rig["Cell.InAlarm"].Number, rig["Cell.AlarmMostUrgentSeverity"].Number));
        rig.Write("Cell.Open", MxValue.FromBoolean(true));
        rig.Pass(Scan);
        Assert.Equal((2d, 3d), (rig["Cell.AlarmOnCnt"].Number, rig["Cell.AlarmMostUrgentSeverity"].Number));
        Assert.Equal((1d, 1d, 0d), (rig["Cell.InAlarm"].Number, rig["Cell.AlarmMostUrgentInAlarm"].Number, rig["Cell.AlarmMostUrgentAcked"].Number));
        Assert.Equal([0, 0, 1, 1], (int[])rig["Cell.AlarmCntsBySeverity"].Value.AsArray());
        Assert.Equal([0, 0, 1, 0], (int[])rig["Hall.AlarmCntsBySeverity"].Value.AsArray());
        rig.Write("Cell.Open", MxValue.FromBoolean(false));
        rig.Pass(Scan);
        Assert.Equal((1d, 2d), (rig["Cell.AlarmOnCnt"].Number, rig["Cell.AlarmUnAckCnt"].Number));
        rig.Write("Cell.Open.AckMsg", MxValue.FromString(""));
        rig.Write("Lamp.Off.AckMsg", MxValue.FromString(""));
        rig.Pass(Scan);
        Assert.Equal((1d, 0d, 1d), (rig["Cell.AlarmOnCnt"].Number, rig["Cell.AlarmUnAckCnt"].Number, rig["Cell.AlarmMostUrgentAcked"].Number));
    }

    [Fact]
    public void Areas_in_a_circle_do_no_harm()
    {
        var rig = new GalaxyRig(json: """
            { "objects": [
              { "name": "A", "area": "B", "attributes": { "X": { "type": "Boolean", "value": true } }, "alarms": { "X": {} } },
              { "name": "B", "area": "A", "attributes": { "X": { "type": "Boolean", "value": true } }, "alarms": { "X": {} } } ] }
            """);
        rig.Write("A.AlarmModeCmd", MxValue.FromString("Disable"));
        rig.Pass(Scan);
        Assert.Equal("Disable", rig["B.X.AlarmMode"].Value.AsString());
        rig.Write("A.AlarmModeCmd", MxValue.FromString("Enable"));
        rig.Pass(Scan);
        Assert.Equal("Enable", rig["B.X.AlarmMode"].Value.AsString());
    }

    [Fact]
    public void The_four_limits_are_independent_and_share_their_dead_bands()
    {
        var rig = new GalaxyRig();
        rig.Write("Tank103.Level.Hi.Limit", MxValue.FromFloat(10));
        rig.Write("Tank103.Level.HiHi.Limit", MxValue.FromFloat(10));
        rig.Pass(Scan);
        Assert.Equal((true, true), (rig["Tank103.Level.Hi.InAlarm"].Value.AsBoolean(), rig["Tank103.Level.HiHi.InAlarm"].Value.AsBoolean()));
        rig.Write("Tank103.Level.LevelAlarm.ValueDeadband", MxValue.FromFloat(100));
        rig.Write("Tank103.Level.Hi.Limit", MxValue.FromFloat(90));
        rig.Pass(Scan);
        Assert.True(rig["Tank103.Level.Hi.InAlarm"].Value.AsBoolean());
        rig.Write("Tank103.Level.Hi.Alarmed", MxValue.FromBoolean(false));
        rig.Pass(Scan);
        Assert.Equal((false, true), (rig["Tank103.Level.Hi.InAlarm"].Value.AsBoolean(), rig["Tank103.Level.HiHi.InAlarm"].Value.AsBoolean()));
    }

    [Fact]
    public void A_loop_alarms_far_from_its_setpoint()
    {
        var rig = new GalaxyRig();
        rig.Pass(TimeSpan.FromSeconds(40));
        Assert.False(rig["TIC101.Dev.Minor.InAlarm"].Value.AsBoolean());
        rig.Write("TIC101.Mode", MxValue.FromString("Manual"));
        rig.Write("TIC101.SP", MxValue.FromFloat(80));
        rig.Pass(TimeSpan.FromSeconds(40));
        Assert.Equal(80, rig["TIC101.Dev.Target"].Number);
        Assert.True(rig["TIC101.Dev.Minor.InAlarm"].Value.AsBoolean());
        Assert.True(rig["TIC101.Dev.Major.InAlarm"].Value.AsBoolean());
    }

    [Fact]
    public void Formulas_see_a_rise_of_an_alarm_once()
    {
        var rig = new GalaxyRig(json: """
            { "objects": [ { "name": "A",
              "attributes": { "X": { "type": "Boolean" }, "Rises": { "type": "Integer", "formula": "self + rises(X.InAlarm)" } },
              "alarms": { "X": {} } } ] }
            """);
        rig.Write("A.X", MxValue.FromBoolean(true));
        rig.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(1, rig["A.Rises"].Number);
    }

    [Fact]
    public void All_faults_of_alarms_are_listed()
    {
        var wrong = Assert.Throws<GalaxyFileException>(() => GalaxyFile.Parse("""
            { "objects": [ { "name": "A",
              "attributes": { "X": { "type": "Float" }, "T": { "type": "String" }, "X.Hi.Acked": { "type": "Boolean" } },
              "alarms": {
                "X.Hi": { "limit": 5, "colour": 1 }, "T": {}, "Nothing.Lo": {}, "X.Dev.Major": { "target": "Nowhere" }, "Y": { "kind": "Sometimes", "input": "X" } } } ] }
            """, "test"));
        Assert.All(
            [
                "$.objects[0].alarms['X.Hi'].colour", "$.objects[0].alarms.T: 'input'", "$.objects[0].alarms['Nothing.Lo']",
                "$.objects[0].alarms['X.Dev.Major'].target", "$.objects[0].alarms.Y.kind", "$.objects[0].attributes['X.Hi.Acked']",
            ],
            path => Assert.Contains(path, wrong.Message, StringComparison.Ordinal));
    }
}
