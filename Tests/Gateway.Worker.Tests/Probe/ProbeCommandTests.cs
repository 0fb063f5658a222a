using Gateway.Testing;
using Gateway.Worker.Probe;

namespace Gateway.Worker.Tests.Probe;

public sealed class ProbeCommandTests
{
    [Fact]
    public async Task Elsewhere_than_on_windows_it_says_kindly_that_mxaccess_is_not_to_be_had()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var (exitCode, output, _) = await ProbeAsync();
        Assert.Equal(ExitCodes.NotUsable, exitCode);
        Assert.Contains("requires Windows with System Platform", output, StringComparison.Ordinal);
        Assert.EndsWith("Not usable: 1 finding(s) above must be corrected first.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_answers_with_good_quality_is_usable()
    {
        var (exitCode, output, _) = await ProbeAsync("--backend", "simulator", "--item", "Tank101.Level.PV");
        Assert.Equal(ExitCodes.Ok, exitCode);
        Assert.Contains("Tank101.Level.PV has good quality (192)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("MISSING", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_is_refused_comes_with_its_status_and_what_to_do()
    {
        var (exitCode, output, _) = await ProbeAsync("--backend", "simulator", "--item", "Nobody.PV");
        Assert.Equal(ExitCodes.NotUsable, exitCode);
        Assert.Matches(@"MISSING  item +Nobody\.PV was refused: category \w+, detected by \w+, detail 6\. .+\n", output);
    }

    [Fact]
    public async Task Without_an_item_it_says_what_it_cannot_know()
    {
        var (exitCode, output, _) = await ProbeAsync("--backend", "simulator");
        Assert.Equal(ExitCodes.Ok, exitCode);
        Assert.Matches(@"unknown  platform +no item was read; use --item with an item of the galaxy", output);
    }

    [Theory]
    [InlineData("--nonsense is not", "--nonsense", "x")]
    [InlineData("--timeout must be a number of seconds", "--timeout", "0")]
    [InlineData("--option must have the form key=value", "--option", "nothing")]
    [InlineData("--item has no value", "--item")]
    public async Task Wrong_arguments_are_named_with_the_usage(string fault, params string[] arguments)
    {
        var (exitCode, _, errors) = await ProbeAsync(arguments);
        Assert.Equal(ExitCodes.BadArguments, exitCode);
        Assert.Contains(fault, errors, StringComparison.Ordinal);
        Assert.Contains(ProbeArguments.Usage, errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> ProbeAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter();
        var exitCode = await ProbeCommand.RunAsync([ProbeCommand.Name, .. arguments], output, errors, TimeProvider.System).WithTimeout("the probe");
        return (exitCode, output.ToString(), errors.ToString());
    }
}
