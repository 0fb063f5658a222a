using System.Diagnostics;
using System.Text.RegularExpressions;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Hosting;

/// <summary>
/// The commands that documents tell their readers to run: each names what exists, and those that make a token make one here. The
/// functional tests run those of the document about HTTP, the end-to-end tests those of the installed gateway.
/// </summary>
public sealed partial class DocumentedCommandTests : IDisposable
{
    private static readonly string[] ShellWords = ["npm", "npx", "Gateway.Web", "dotnet", "podman", "docker", "curl", "tar", "mxgateway"];

    private readonly TempDirectory _directory = new();

    public void Dispose()
    {
        TestPools.Clear(_directory.File(".data", "gateway.db"));
        _directory.Dispose();
    }

    [Fact]
    public async Task Every_command_of_a_document_names_what_exists()
    {
        var rules = new ShellRules(_directory.Path);
        var commands = DocumentPage.All().SelectMany(page => Commands(page).Select(line => (page.Name, Line: line))).ToList();
        var faults = new List<string>();
        foreach (var (name, line) in commands)
        {
            if (await rules.FaultAsync(line) is { } fault)
            {
                faults.Add($"{name}: {line.Text}: {fault}");
            }
        }

        Assert.True(commands.Count > 30, $"only {commands.Count} commands were found");
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("npm run tokn -- --subject ada --scopes admin")]
    [InlineData("npm run -s token -- --subject ada --scope admin")]
    [InlineData("npm run package -- --windows")]
    [InlineData("npm install ./mxgateway-client-9.9.9.tgz")]
    [InlineData("Gateway.Web tokn")]
    [InlineData("""curl -X POST -H "Authorization: Bearer $(Gateway.Web token --subject ada --scopes nothing)" http://127.0.0.1:5080/api/drain""")]
    [InlineData("curl -H x http://127.0.0.1:5080/api/drain")]
    [InlineData("curl $GATEWAY/api/session/$SESSION/values")]
    [InlineData("mxgateway-0.1.0-linux-x64/install.sh --address=http://127.0.0.1:5080")]
    [InlineData("podman run -v mxgateway:/data mxgateway:0.1.0")]
    [InlineData("dotnet add package Mxgateway.Clients")]
    [InlineData("dotnet tool install --global Mxgateway.CommandLines")]
    [InlineData("dotnet run --project Tests/Gateway.LoadTests")]
    [InlineData("gateway --version")]
    public async Task A_command_that_names_what_does_not_exist_is_found(string command)
    {
        var rules = new ShellRules(_directory.Path);
        var faults = new List<string?>();
        foreach (var line in ShellLine.In(command))
        {
            faults.Add(await rules.FaultAsync(line));
        }

        Assert.Contains(faults, fault => fault is not null);
    }

    [Fact]
    public async Task Every_block_of_commands_is_one_that_the_shell_understands()
    {
        if (!File.Exists("/bin/bash"))
        {
            return;
        }

        Assert.NotNull(await SyntaxFaultAsync("curl \"http://127.0.0.1"));
        foreach (var page in DocumentPage.All())
        {
            foreach (var block in page.Blocks("sh"))
            {
                Assert.Null(await SyntaxFaultAsync(block) is { } fault ? $"{page.Name}: {fault}" : null);
            }
        }
    }

    [Fact]
    public void Commands_are_in_blocks_that_are_marked_as_such()
    {
        var unmarked = DocumentPage.All().SelectMany(page => page.Blocks("").Where(block => Array.Exists(ShellWords, word => block.StartsWith($"{word} ", StringComparison.Ordinal)))
            .Select(block => $"{page.Name}: {block}"));
        Assert.Empty(unmarked);
    }

    [Fact]
    public void Every_route_that_a_document_names_exists()
    {
        var routes = DocumentPage.All().SelectMany(page => page.Spans().Where(span => !span.Contains('…', StringComparison.Ordinal)).Select(span => Route().Match(span)).Where(match => match.Success)
            .Select(match => (page.Name, Method: match.Groups["method"].Value, Path: match.Groups["path"].Value))).ToList();

        Assert.True(routes.Count > 20, $"only {routes.Count} routes were found");
        Assert.Empty(routes.Where(route => !DocumentedRoutes.Has(route.Method, route.Path)).Select(route => $"{route.Name}: {route.Method} {route.Path}"));
        Assert.False(DocumentedRoutes.Has("GET", "/api/sessions/{id}/value"));
        Assert.False(DocumentedRoutes.Has("DELETE", "/api/sessions/{id}"));
    }

    private static IEnumerable<ShellLine> Commands(DocumentPage page) => page.Blocks("sh").SelectMany(ShellLine.In)
        .Concat(page.Spans().Where(span => !span.Contains('…', StringComparison.Ordinal)).Select(ShellLine.Of)
            .Where(line => line.Words.Count > 1 && line.Words[0] is "npm" or "Gateway.Web"));

    private static async Task<string?> SyntaxFaultAsync(string block)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-n"]) { RedirectStandardInput = true, RedirectStandardError = true };
        using var shell = Process.Start(start)!;
        await shell.StandardInput.WriteAsync(block);
        shell.StandardInput.Close();
        var errors = await shell.StandardError.ReadToEndAsync().WithTimeout("the shell");
        await shell.WaitForExitAsync().WithTimeout("the end of the shell");
        return shell.ExitCode == 0 ? null : errors;
    }

    [GeneratedRegex("^(?<method>GET|POST|PUT|DELETE) (?<path>/[^\\s`]*)")]
    private static partial Regex Route();
}
