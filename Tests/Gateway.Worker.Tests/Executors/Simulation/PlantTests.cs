using Gateway.Values;
using Gateway.Worker.Executors.Simulation;
using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class PlantTests
{
    [Fact]
    public void The_built_in_plant_has_some_hundreds_of_attributes()
    {
        var rig = new GalaxyRig(new SimulatorOptions { Deterministic = true, LoadItems = 0 });
        Assert.InRange(rig.Galaxy.Plant.Count, 600, 3000);
    }

    [Fact]
    public void All_types_occur_in_the_built_in_plant()
    {
        var types = new GalaxyRig().Galaxy.Plant.Attributes.Select(attribute => (attribute.DataType, attribute.IsArray)).ToHashSet();
        Assert.Superset(
            new HashSet<(MxDataType, bool)>
            {
                (MxDataType.Boolean, false), (MxDataType.Integer, false), (MxDataType.Float, false), (MxDataType.Double, false),
                (MxDataType.String, false), (MxDataType.Time, false), (MxDataType.ElapsedTime, false), (MxDataType.QualifiedEnum, false),
                (MxDataType.String, true), (MxDataType.Float, true), (MxDataType.Integer, true), (MxDataType.Boolean, true),
            },
            types);
    }

    [Fact]
    public void A_text_nobody_gave_is_empty()
    {
        var rig = new GalaxyRig(json: """
            { "objects": [ { "name": "A", "attributes": {
              "Text": { "type": "String" }, "Texts": { "type": "String", "size": 2 }, "Name": { "type": "Reference" },
              "Chosen": { "type": "String", "texts": ["none", "one"], "formula": "0" } } } ] }
            """);
        Assert.Equal("", rig["A.Text"].Value.AsString());
        Assert.Equal(["", ""], (string[])rig["A.Texts"].Value.AsArray());
        Assert.Equal("", rig["A.Name"].Value.AsString());
        Assert.Equal("none", rig["A.Chosen"].Value.AsString());
        Assert.Equal("", new GalaxyRig()["Platform01.CPULoadHi.AckMsg"].Value.AsString());
    }

    [Fact]
    public void Every_value_has_a_time_even_if_it_never_moved()
    {
        var rig = new GalaxyRig();
        rig.Pass(TimeSpan.FromSeconds(1));
        Assert.All(rig.Galaxy.Plant.Attributes, attribute => Assert.True(attribute.Time > DateTime.UnixEpoch, attribute.Name));
    }

    [Theory]
    [InlineData("Tank101")]
    [InlineData("Tank104")]
    public void A_written_setpoint_moves_the_level(string tank)
    {
        var rig = new GalaxyRig();
        rig.Pass(TimeSpan.FromSeconds(60));
        var before = rig[$"{tank}.Level.PV"].Number;
        rig.Write($"{tank}.Level.SP", MxValue.FromFloat(75));
        rig.Pass(TimeSpan.FromSeconds(6));
        Assert.True(rig[$"{tank}.Level.PV"].Number > before + 2, $"{before} moved to {rig[$"{tank}.Level.PV"].Number} only");
        rig.Pass(TimeSpan.FromSeconds(120));
        Assert.InRange(rig[$"{tank}.Level.PV"].Number, 60, 85);
    }

    [Fact]
    public void A_stopped_pump_starves_the_tank_behind_it()
    {
        var rig = new GalaxyRig();
        rig.Write("Pump103.Cmd", MxValue.FromBoolean(false));
        rig.Pass(TimeSpan.FromSeconds(60));
        Assert.Equal("Stopped", rig["Pump103.State"].Value.AsString());
        Assert.Equal(0, rig["Valve104.Flow"].Number);
        Assert.True(rig["Tank104.Level.PV"].Number < 50, "the reservoir did not fall");
        Assert.True(rig["Tank104.Level.OP"].Number > 50, "the controller did not react");
    }

    [Fact]
    public void An_alarm_stands_until_its_cause_goes_and_is_acknowledged_by_its_comment()
    {
        var rig = new GalaxyRig();
        rig.Write("Tank102.Level.Hi.Limit", MxValue.FromFloat(20));
        rig.Pass(TimeSpan.FromSeconds(1));
        Assert.True(rig["Tank102.Level.Hi.InAlarm"].Value.AsBoolean());
        Assert.False(rig["Tank102.Level.Hi.Acked"].Value.AsBoolean());
        Assert.Equal("Tank102 high", rig["Tank102.Level.Hi.DescAttrName"].Value.AsString());
        rig.Write("Tank102.Level.Hi.AckMsg", MxValue.FromString("seen"));
        rig.Pass(TimeSpan.FromSeconds(1));
        Assert.True(rig["Tank102.Level.Hi.Acked"].Value.AsBoolean());
        rig.Write("Tank102.Level.Hi.Limit", MxValue.FromFloat(90));
        rig.Pass(TimeSpan.FromSeconds(1));
        Assert.False(rig["Tank102.Level.Hi.InAlarm"].Value.AsBoolean());
    }

    [Fact]
    public void An_instrument_has_episodes_of_bad_quality_with_its_last_value()
    {
        var rig = new GalaxyRig();
        var seen = new HashSet<int>();
        var held = new HashSet<MxValue>();
        for (var second = 0; second < 60; second++)
        {
            rig.Pass(TimeSpan.FromSeconds(1));
            seen.Add(rig["AIT101.PH.PV"].Quality);
            if (rig["AIT101.PH.PV"].Quality == 16)
            {
                held.Add(rig["AIT101.PH.PV"].Value);
            }
        }

        Assert.Equal([16, 192], seen.Order());
        Assert.Single(held);
    }

    [Fact]
    public void Alarms_of_every_kind_and_urgency_come_and_go_by_themselves()
    {
        var rig = new GalaxyRig();
        var alarms = rig.Galaxy.Plant.Attributes.Where(attribute => attribute.Name.EndsWith(".InAlarm", StringComparison.Ordinal) && attribute.Name.Count(letter => letter == '.') > 1)
            .Select(attribute => attribute.Name[..^".InAlarm".Length]).Where(name => name.Contains("201.", StringComparison.Ordinal)).ToArray();
        var raised = alarms.ToDictionary(name => name, _ => 0);
        var standing = new HashSet<string>();
        for (var half = 0; half < 20 * 60; half++)
        {
            rig.Pass(TimeSpan.FromSeconds(0.5));
            foreach (var name in alarms.Where(name => rig[$"{name}.InAlarm"].Number != 0 ? standing.Add(name) : standing.Remove(name)))
            {
                raised[name] += standing.Contains(name) ? 1 : 0;
            }
        }

        var seen = alarms.Where(name => raised[name] > 0).ToArray();
        Assert.InRange(raised.Values.Sum(), 30, 100);
        Assert.Superset(
            new HashSet<string> { "HiHi", "Hi", "Lo", "LoLo", "IncreasingHi", "Major", "Minor", "Bad", "Tripped" },
            seen.Select(name => name[(name.LastIndexOf('.') + 1)..]).ToHashSet());
        Assert.Equal([1, 2, 3, 4], seen.Select(name => Severities.Of((int)rig[$"{name}.Priority"].Number)).Distinct().Order());
        Assert.InRange(standing.Count, 0, 6);
    }

    [Fact]
    public void The_network_is_the_same_in_every_session()
    {
        var late = new GalaxyRig();
        late.Pass(TimeSpan.FromSeconds(100));
        var early = new GalaxyRig(clock: late.Clock);
        late.Pass(TimeSpan.FromSeconds(20));
        early.Pass(TimeSpan.Zero);
        string[] names = ["Reservoir201.Level", "Reservoir201.Level.LoLo.InAlarm", "Booster201.Pressure", "Booster201.Chlorine.Bad.InAlarm", "Booster201.Tripped"];
        Assert.Equal(names.Select(name => late[name].Value), names.Select(name => early[name].Value));
    }

    [Fact]
    public void An_hour_of_plant_keeps_every_number_finite_and_every_tank_from_running_over()
    {
        var rig = new GalaxyRig();
        for (var minute = 0; minute < 60; minute++)
        {
            rig.Pass(TimeSpan.FromMinutes(1));
            Assert.DoesNotContain(rig.Galaxy.Plant.Attributes, attribute => attribute.Quality == 0 || !double.IsFinite(attribute.Number));
        }

        Assert.All([1, 2, 3, 4], tank => Assert.InRange(rig[$"Tank10{tank}.Level.PV"].Number, 20, 90));
        Assert.True(rig["Filter101.Washes"].Number > 40, "no filter was washed");
    }

    [Fact]
    public void A_whole_array_write_resizes_the_array_and_an_element_write_does_not()
    {
        var rig = new GalaxyRig();
        rig.Write("Plant.Crew[]", MxValue.FromArray(VariantType.String, new[] { "A", "B" }));
        Assert.Equal(["A", "B"], (string[])rig["Plant.Crew"].Value.AsArray());
        rig.Write("Plant.Crew[2]", MxValue.FromString("C"));
        Assert.Equal(["A", "C"], (string[])rig["Plant.Crew"].Value.AsArray());
    }

    [Fact]
    public void Values_outside_of_their_limits_and_unknown_enum_texts_are_not_taken()
    {
        var rig = new GalaxyRig();
        rig.Write("Tank101.Level.SP", MxValue.FromFloat(101));
        Assert.Equal(50, rig["Tank101.Level.SP"].Number);
        rig.Write("Plant.Shift", MxValue.FromString("Holiday"));
        Assert.Equal("Early", rig["Plant.Shift"].Value.AsString());
        rig.Write("Plant.Shift", MxValue.FromInt32(2));
        Assert.Equal("Night", rig["Plant.Shift"].Value.AsString());
    }

    [Fact]
    public void After_a_standstill_the_plant_goes_on_from_where_it_was()
    {
        var rig = new GalaxyRig(new SimulatorOptions { LoadRate = 1000 });
        rig.Advise("Load.Item0001");
        rig.Pass(TimeSpan.FromSeconds(1));
        var (scans, level) = (rig["Engine01.ScanCount"].Number, rig["Tank101.Level.PV"].Number);
        rig.Events.Clear();
        rig.Pass(TimeSpan.FromHours(1));
        Assert.InRange(rig["Engine01.ScanCount"].Number, scans + 1, scans + 3);
        Assert.InRange(rig["Tank101.Level.PV"].Number, level - 5, level + 5);
        Assert.InRange(rig.Events.Total, 0, 100);
    }
}
