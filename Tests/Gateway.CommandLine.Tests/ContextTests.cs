using Gateway.CommandLine.Contexts;

namespace Gateway.CommandLine.Tests;

/// <summary>The contexts: several gateways, one of them the current one.</summary>
public sealed class ContextTests
{
    [Fact]
    public async Task Contexts_are_listed_without_tokens_chosen_and_forgotten()
    {
        using var tool = new ToolRun();
        tool.Contexts.Save(ContextList.None.With(Named("north")).With(Named("south")));

        var (_, list, _) = await tool.RunAsync("contexts", "list", "--json");
        Assert.Equal(
            """[{"name":"north","url":"http://north/","current":false},{"name":"south","url":"http://south/","current":true}]""", list.Trim());

        Assert.Equal(0, (await tool.RunAsync("contexts", "use", "north")).ExitCode);
        Assert.Equal("north", tool.Contexts.Load().Current);
        Assert.Equal(0, (await tool.RunAsync("contexts", "remove", "north")).ExitCode);
        Assert.Equal(["south"], tool.Contexts.Load().Contexts.Select(context => context.Name));
        Assert.Null(tool.Contexts.Load().Current);
        Assert.Equal(5, (await tool.RunAsync("contexts", "use", "north")).ExitCode);
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_not_used()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var tool = new ToolRun();
        tool.Contexts.Save(ContextList.None.With(Named("north")));
        File.SetUnixFileMode(tool.Contexts.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var (exitCode, _, errors) = await tool.RunAsync("contexts", "list");
        Assert.Equal(2, exitCode);
        Assert.Contains("chmod 600", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"contexts\":[{}]}")]
    [InlineData("not json")]
    public async Task A_damaged_file_is_one_line_on_standard_error(string text)
    {
        using var tool = new ToolRun();
        tool.Contexts.Save(ContextList.None);
        File.WriteAllText(tool.Contexts.Path, text);

        var (exitCode, output, errors) = await tool.RunAsync("contexts", "list");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public void The_file_is_below_the_directory_for_settings() =>
        Assert.Equal(Path.Combine("/elsewhere", "mxgateway", "contexts.json"), ContextFile.PathOf(name => name == "XDG_CONFIG_HOME" ? "/elsewhere" : null));

    [Fact]
    public async Task Names_of_contexts_are_completed()
    {
        using var tool = new ToolRun();
        tool.Contexts.Save(ContextList.None.With(Named("north")).With(Named("south")));

        const string line = "mxgateway contexts use ";
        var (_, output, _) = await tool.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Equal(["north", "south"], output.Split(Environment.NewLine).Where(word => word is "north" or "south"));
    }

    private static GatewayContext Named(string name) => new() { Name = name, Url = $"http://{name}/", Token = $"token-of-{name}" };
}
