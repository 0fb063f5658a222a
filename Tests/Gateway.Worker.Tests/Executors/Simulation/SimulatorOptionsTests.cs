using Gateway.Worker.Executors.Simulation;

namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class SimulatorOptionsTests
{
    [Fact]
    public void Settings_are_read_and_the_rest_keeps_its_default()
    {
        var options = SimulatorOptions.FromDictionary(new Dictionary<string, string>
        {
            ["seed"] = "42",
            ["Deterministic"] = "true",
            ["ScanPeriodMs"] = "250",
            ["LOADRATE"] = "1000",
            ["FreeAccess"] = "False",
            ["AckedAtStart"] = "false",
        });
        Assert.Equal(
            new SimulatorOptions { Seed = 42, Deterministic = true, ScanPeriod = TimeSpan.FromMilliseconds(250), LoadRate = 1000, FreeAccess = false, AckedAtStart = false },
            options);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var wrong = Assert.Throws<ArgumentException>(() => SimulatorOptions.FromDictionary(new Dictionary<string, string>
        {
            ["GalaxyPath"] = "/no/such/file.json",
            ["Seed"] = "many",
            ["Deterministic"] = "perhaps",
            ["ScanPeriodMs"] = "1",
            ["WriteDelayMs"] = "-1",
            ["LoadItems"] = "10000",
            ["LoadRate"] = "99999999999999",
            ["Speed"] = "9",
        }));
        Assert.All(
            ["GalaxyPath", "Seed", "Deterministic", "ScanPeriod", "WriteDelay", "LoadItems", "LoadRate", "Speed"],
            option => Assert.Contains(option, wrong.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(SimulatorOptionsValidator.Validate(new SimulatorOptions()));
}
