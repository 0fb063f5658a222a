using Gateway.Worker.Executors.Simulation.Galaxy;

namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class GalaxyFileTests
{
    [Fact]
    public void A_bad_file_lists_every_fault_with_its_path()
    {
        const string json = """
            {
              "nmae": "typo",
              "security": "sometimes",
              "users": [ { "name": "a" }, { "password": "b", "guid": "no guid" } ],
              "templates": { "T": { "attributes": { "PV": { "type": "Float", "formula": "1 +" } } } },
              "objects": [
                { "name": "A", "template": "T" },
                { "name": "A" },
                { "name": "not a name" },
                { "name": "Load" },
                { "name": "B", "template": "Missing", "attributes": {
                  "X": { "type": "Flaot" },
                  "Y": { "type": "Integer", "formula": "Nobody.PV + 1", "colour": "red" },
                  "Z.1": { "value": 1 },
                  "E": { "type": "Enum" },
                  "H": { "type": "Float", "host": "Weather" },
                  "W": { "type": "Boolean", "onWrite": { "Q": "1" } },
                  "Tagname": { "type": "String" } } }
              ]
            }
            """;
        var wrong = Assert.Throws<GalaxyFileException>(() => GalaxyFile.Parse(json, "bad.json"));
        Assert.Equal(
            [
                "$.nmae", "$.objects[1].name", "$.objects[2].name", "$.objects[3].name",
                "$.objects[4].attributes.E", "$.objects[4].attributes.H.host", "$.objects[4].attributes.Tagname",
                "$.objects[4].attributes.W.onWrite.Q", "$.objects[4].attributes.X.type", "$.objects[4].attributes.Y.colour",
                "$.objects[4].attributes.Y.formula", "$.objects[4].attributes['Z.1']", "$.objects[4].template",
                "$.security", "$.templates.T.attributes.PV.formula", "$.users[0]", "$.users[1].guid", "$.users[1].name",
            ],
            wrong.Faults.Select(fault => fault.Path).Order(StringComparer.Ordinal));
        Assert.All(wrong.Faults, fault => Assert.Contains(fault.ToString(), wrong.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("[]", "$")]
    [InlineData("{}", "$.objects")]
    [InlineData("""{"objects": 3}""", "$.objects")]
    [InlineData("""{"objects": [3]}""", "$.objects[0]")]
    [InlineData("""{"objects": [], "objects": []}""", "$")]
    [InlineData("""{"objects": [{"name":"A","attributes":{"PV":7}}]}""", "$.objects[0].attributes.PV")]
    [InlineData("""{"objects": [{"name":"A","attributes":{"PV":{"type":3}}}]}""", "$.objects[0].attributes.PV.type")]
    [InlineData("""{"objects": [{"name":"A","parameters":{"P":"$P"},"attributes":{"PV":{"type":"Float","formula":"$P"}}}]}""", "$.objects[0].attributes.PV.formula")]
    [InlineData("""{"templates":{"T":{"template":"T"}},"objects": [{"name":"A","template":"T"}]}""", "$.templates.T")]
    [InlineData("""{"templates":{"T":{"parts":{"P":{"template":"T"}}}},"objects": [{"name":"A","template":"T"}]}""", "$.templates.T")]
    public void Malformed_files_give_faults_and_no_other_exception(string json, string path)
    {
        var wrong = Assert.Throws<GalaxyFileException>(() => GalaxyFile.Parse(json, "bad.json"));
        Assert.Contains(wrong.Faults, fault => fault.Path == path);
    }

    [Fact]
    public void A_missing_file_is_a_galaxy_fault() =>
        Assert.Throws<GalaxyFileException>(() => GalaxyFile.Load(Path.Combine(Path.GetTempPath(), "no-such.galaxy.json")));

    [Fact]
    public void Templates_parts_parameters_and_overrides_combine()
    {
        const string json = """
            {
              "templates": {
                "Part": { "parameters": { "Gain": 2 }, "attributes": { "PV": { "type": "Double", "formula": "$Source * $Gain" }, "Name": { "type": "String", "value": "{object}/{Label}" } } },
                "Whole": { "parameters": { "Base": 10, "Label": "whole" }, "attributes": { "Base": { "type": "Double", "value": "$Base" } },
                           "parts": { "A": { "template": "Part", "parameters": { "Source": "Base" } }, "B": { "template": "Part", "parameters": { "Source": "A.PV", "Gain": 3 } } } }
              },
              "objects": [
                { "name": "One", "template": "Whole" },
                { "name": "Two", "template": "Whole", "parameters": { "Base": 1, "Label": "second" }, "parts": { "A": { "parameters": { "Gain": 5 } } }, "attributes": { "B.PV": { "formula": "One.B.PV + 1" } } }
              ]
            }
            """;
        var rig = new GalaxyRig(json: json);
        Assert.Equal((20, 60), (rig["One.A.PV"].Number, rig["One.B.PV"].Number));
        Assert.Equal((5, 61), (rig["Two.A.PV"].Number, rig["Two.B.PV"].Number));
        Assert.Equal("Two/second", rig["Two.A.Name"].Value.AsString());
    }

    [Fact]
    public void The_example_of_the_guide_works()
    {
        var guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "GALAXY.md"));
        const string fence = "```json";
        var start = guide.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        var rig = new GalaxyRig(json: guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)]);
        rig.Pass(TimeSpan.FromSeconds(10));
        Assert.InRange(rig["Tank1.Level.PV"].Number, 45, 55);
        Assert.Equal(rig["Tank1.Outlet"].Number * 2, rig["Tank2.Outlet"].Number, 6);
    }
}
