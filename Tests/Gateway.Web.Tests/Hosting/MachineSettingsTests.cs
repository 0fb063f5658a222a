using Gateway.Web.Hosting;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Configuration;

namespace Gateway.Web.Tests.Hosting;

public sealed class MachineSettingsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void They_go_before_the_programs_settings_and_after_what_a_start_says()
    {
        File.WriteAllText(_directory.File("program.json"), """{ "A": "program", "B": "program", "C": "program" }""");
        File.WriteAllText(_directory.File("machine.json"), """{ "B": "machine", "C": "machine" }""");
        var configuration = new ConfigurationManager();
        configuration.AddJsonFile(_directory.File("program.json"));
        configuration.AddInMemoryCollection([new("C", "argument")]);

        MachineSettings.Add(configuration, _directory.File("machine.json"));

        Assert.Equal(["program", "machine", "argument"], new[] { "A", "B", "C" }.Select(key => configuration[key]));
    }

    [Fact]
    public void A_machine_without_them_has_the_programs_settings()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("A", "argument")]);
        MachineSettings.Add(configuration, _directory.File("missing", "machine.json"));
        Assert.Equal("argument", configuration["A"]);
    }
}
