using System.Diagnostics;
using System.Text.RegularExpressions;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

/// <summary>What <c>npm start</c> and the first commands of README.md promise.</summary>
public sealed partial class DemoTests
{
    // The program that npm start runs reads these settings.
    private static string[] Settings =>
        [.. SettingLine().Matches(File.ReadAllText(Repository.File("launch.mjs"))).Select(match => match.Groups[1].Value), "Gateway:Alarms:Objects:0=Tank101"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_of_npm_start_keeps_the_demo_session_and_loses_none_of_its_events(bool inOrder)
    {
        Assert.Contains("Gateway:Demo:Enabled=true", Settings);
        await using var first = await GatewayProcess.StartAsync(Settings);
        await using var client = first.Connect();
        var before = Assert.Single(await client.ListSessionsAsync().WithTimeout("the sessions"), session => session.Name == "Demo plant");
        var log = new SequenceLog();
        using var stop = new CancellationTokenSource();
        var stream = client.Session(before.SessionId).EventsAsync(new StreamRequest { ResumeAfter = 0 });
        var reading = log.ReadAsync(stream, stop.Token);
        await Eventually.Async(() => log.Events > 10, "the first events");

        await (inOrder ? first.StopAsync() : first.KillAsync());
        var second = await first.StartAgainAsync();
        try
        {
            await SeeItTakenOverAsync(client, before.SessionId, log);
            await stop.CancelAsync();
            await reading.WithTimeout("the reader to stop");
            Assert.Equal((0, log.Position), (log.Gaps, log.Events));
        }
        finally
        {
            // The next gateway ends the workers that this one leaves, the alarm monitor's among them.
            await second.KillAsync();
            second = await second.StartAgainAsync("Gateway:Workers:EnableAdoption=false");
            await second.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_start_after_the_worker_of_the_demo_session_has_ended_opens_the_session_anew()
    {
        await using var first = await GatewayProcess.StartAsync("Gateway:Demo:Enabled=true", "Gateway:Workers:EnableAdoption=true");
        await using var client = first.Connect();
        var before = Assert.Single(await client.ListSessionsAsync().WithTimeout("the sessions"));
        await first.KillAsync();
        using (var worker = Process.GetProcessById(before.WorkerProcessId!.Value))
        {
            worker.Kill();
            await worker.WaitForExitAsync().WithTimeout("the end of the worker");
        }

        await using var second = await first.StartAgainAsync();

        await Eventually.Async(
            async () => await client.ListSessionsAsync() is [{ Name: "Demo plant", State: SessionState.Ready } now] && now.SessionId != before.SessionId,
            "another demo session, and only that");
    }

    [Fact]
    public async Task The_token_command_uses_the_store_of_the_gateway_that_runs_and_its_token_works()
    {
        // Other suites may run gateways of the program that was built with the tests.
        using var copy = ProgramCopy.Make();
        await using var gateway = await GatewayProcess.StartAsync(new GatewayStart { Program = copy.Program });
        var (exitCode, output, errors) = await copy.RunAsync("token", "--subject", "ada", "--scopes", "admin", "--lifetime", "5m");
        Assert.True(exitCode == 0, errors);
        Assert.Contains(gateway.StoreDirectory, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", errors, StringComparison.Ordinal);
        await using var client = gateway.Connect(output.Trim());
        Assert.Empty(await client.ListSessionsAsync().WithTimeout("the sessions"));
    }

    private static async Task SeeItTakenOverAsync(GatewayClient client, string sessionId, SequenceLog log)
    {
        await Eventually.Async(async () => (await client.GetSessionAsync(sessionId)).State == SessionState.Ready, "the session to be taken over");
        var seen = log.Events;
        await Eventually.Async(() => log.Events > seen + 10, "events of after the restart");
        Assert.Single(await client.ListSessionsAsync().WithTimeout("the sessions"), session => session.Name == "Demo plant");
    }

    [GeneratedRegex("\"--(Gateway:[^\"$]+)\"")]
    private static partial Regex SettingLine();
}
