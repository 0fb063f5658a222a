using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Client;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>The lines that the documentation gives to scripts, run as they are written.</summary>
public sealed partial class ScriptDocumentTests(ITestOutputHelper output)
{
    private static string Document => File.ReadAllText(Repository.File("Gateway.Web", "Docs", "http.md"));

    [Fact]
    public async Task Every_command_of_the_documentation_runs_and_gives_json()
    {
        string[] commands = [.. ShellBlock().Matches(Document).SelectMany(block => Command().Matches(block.Groups[1].Value)).Select(command => command.Value.Trim())];
        Assert.True(commands.Length >= 7, $"only {commands.Length} commands were found");
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Alarms:Enabled=true", "Gateway:Alarms:Objects:0=Tank101");
        await using var owner = gateway.Connect();
        using var script = await ScriptCaller.StartAsync(gateway, owner);
        var server = await script.Session.RegisterAsync("owner");
        await script.Session.SubscribeBulkAsync(server, ["Tank101.Level.PV", "Tank101.Level.SP"], new SubscribeOptions { FirstValues = TimeSpan.FromSeconds(30) }).WithTimeout("the items");
        foreach (var command in commands)
        {
            var isStream = command.Contains("--max-time", StringComparison.Ordinal);
            var (exitCode, printed, errors) = (0, "", "");
            // The time limit of a stream is for a machine that has nothing else to do.
            await Eventually.Async(
                async () =>
                {
                    (exitCode, printed, errors) = await RunAsync(command, gateway, script);
                    return (exitCode, printed) is not (0, "") || !isStream;
                },
                $"the output of {command}");
            output.WriteLine($"{command}\n{printed}{errors}");
            Assert.True(exitCode == 0, $"{command}\nended with {exitCode} and printed\n{printed}{errors}");
            Assert.NotEmpty(printed);
            // The time limit of a stream may cut its last line.
            Assert.All(printed.Split('\n').SkipLast(isStream ? 1 : 0).Where(line => line.Length > 0), line => JsonDocument.Parse(line).Dispose());
        }
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string command, GatewayProcess gateway, ScriptCaller script)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        start.Environment["GATEWAY"] = gateway.Url.GetLeftPart(UriPartial.Authority);
        start.Environment["TOKEN"] = script.Token;
        start.Environment["SESSION"] = script.Session.Id;
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WithTimeout(command);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return (process.ExitCode, await printed, await errors);
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    /// <summary>A line with those that it is continued on.</summary>
    [GeneratedRegex(@"(?:.*\\\n)*.+\n")]
    private static partial Regex Command();
}
