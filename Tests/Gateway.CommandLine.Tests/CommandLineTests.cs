using System.CommandLine;
using Gateway.CommandLine.Items;
using Gateway.CommandLine.Logs;
using Gateway.CommandLine.Measuring;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Tests;

/// <summary>How command lines are read, and what the program says of itself.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("15m", 900_000)]
    [InlineData("12h", 43_200_000)]
    [InlineData("1d", 86_400_000)]
    public void A_duration_has_a_number_and_a_unit(string text, int milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("99999999d")]
    public void What_is_no_duration_is_none(string text) => Assert.Null(Durations.Parse(text));

    [Theory]
    [InlineData("55.5", null, "55.5")]
    [InlineData("-5", null, "-5")]
    [InlineData("true", null, "true")]
    [InlineData("[1,2]", null, "[1,2]")]
    [InlineData("hello", null, "\"hello\"")]
    [InlineData("55", "Double", """{"dataType":"Double","value":55}""")]
    [InlineData("55", "String", """{"dataType":"String","value":"55"}""")]
    public void A_value_is_json_or_a_text(string text, string? type, string json) => Assert.Equal(json, ValueParser.Parse(text, type)!.ToJsonString());

    [Theory]
    [InlineData("0", null, 0, null)]
    [InlineData("443007a2882b7adb:1042", "443007a2882b7adb", 1042, null)]
    [InlineData("a:7:view", "a", 7, "view")]
    public void A_position_is_read_as_it_was_printed(string text, string? epoch, long sequence, string? view) => Assert.Equal(new PositionText(epoch, sequence, view), PositionText.Parse(text));

    [Fact]
    public void The_spread_of_times_is_that_of_the_nearest_rank() =>
        Assert.Equal(new Spread(50, 95, 99, 100), Spread.Of([.. Enumerable.Range(1, 100).Select(i => (double)i).Reverse()]));

    [Fact]
    public async Task Every_command_has_help_with_an_example()
    {
        using var tool = new ToolRun();
        foreach (var command in Leaves([]))
        {
            var (exitCode, output, _) = await tool.RunAsync([.. command, "--help"]);
            Assert.Equal(0, exitCode);
            Assert.True(
                output.Contains($"  mxgateway {string.Join(' ', command)}", StringComparison.Ordinal) || command[0] == "contexts", $"{string.Join(' ', command)} has no example:\n{output}");
        }
    }

    [Fact]
    public async Task The_version_is_that_of_the_package()
    {
        using var tool = new ToolRun();
        var (exitCode, output, _) = await tool.RunAsync("--version");
        Assert.Equal(0, exitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", output);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Each_shell_has_a_script_that_asks_the_program(string shell)
    {
        using var tool = new ToolRun();
        var (exitCode, output, _) = await tool.RunAsync("completion", shell);
        Assert.Equal(0, exitCode);
        Assert.Contains("[suggest:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_are_completed()
    {
        using var tool = new ToolRun();
        const string line = "mxgateway sessions ";
        var (_, output, _) = await tool.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Equal(["close", "list", "open"], output.Split(Environment.NewLine).Where(word => word is "list" or "open" or "close").Order());
    }

    private static IEnumerable<string[]> Leaves(string[] path)
    {
        using var tool = new ToolRun();
        return LeavesOf(tool.Commands(), path).ToArray();
    }

    private static IEnumerable<string[]> LeavesOf(Command command, string[] path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(child => LeavesOf(child, [.. path, child.Name]));
}
