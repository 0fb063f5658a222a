using System.Diagnostics;
using Gateway.Client;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

/// <summary>Workers that are started ahead of the sessions that get them.</summary>
public sealed class SpareWorkerTests
{
    private const string Two = "Gateway:Workers:SpareWorkers=2";
    private const string Adopting = "Gateway:Workers:EnableAdoption=true";

    [Fact]
    public async Task A_session_gets_a_worker_that_waits_and_another_takes_its_place()
    {
        await using var gateway = await GatewayProcess.StartAsync(Two);
        var spares = await UntilSparesAsync(gateway);
        await using var client = gateway.Connect();
        var session = await client.OpenSessionAsync().WithTimeout("a session");
        var worker = (await session.GetInfoAsync().WithTimeout("the session")).WorkerProcessId!.Value;
        Assert.Contains(worker, spares);
        Assert.True(await session.RegisterAsync("spare").WithTimeout("a command") > 0);

        await UntilSparesAsync(gateway, worker);
        var environment = await File.ReadAllTextAsync($"/proc/{worker}/environ");
        Assert.DoesNotContain("GATEWAY_WORKER_NONCE", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_worker_of_a_session_survives_the_gateway_and_those_that_wait_do_not()
    {
        await using var first = await GatewayProcess.StartAsync(Two, Adopting);
        await UntilSparesAsync(first);
        await using var client = first.Connect();
        var session = await client.OpenSessionAsync().WithTimeout("a session");
        var worker = (await session.GetInfoAsync().WithTimeout("the session")).WorkerProcessId!.Value;
        var spares = await UntilSparesAsync(first, worker);
        await first.KillAsync();
        await Eventually.Async(() => !spares.Any(ProcessTable.IsRunning), "the waiting workers to end");

        await using var second = await first.StartAgainAsync();
        await Eventually.Async(
            async () => (await client.GetSessionAsync(session.Id)) is { State: Contracts.SessionState.Ready } info && info.WorkerProcessId == worker,
            "the session to be taken over");
        spares = await UntilSparesAsync(second, worker);
        await session.CloseAsync().WithTimeout("the close");
        Assert.Equal(0, await second.StopAsync());
        Assert.DoesNotContain(spares, ProcessTable.IsRunning);
    }

    [Fact]
    public async Task Waiting_workers_that_end_are_told_and_sessions_start_their_own()
    {
        await using var gateway = await GatewayProcess.StartAsync(Two);
        var spares = await UntilSparesAsync(gateway);
        foreach (var spare in spares)
        {
            Process.GetProcessById(spare).Kill();
        }

        await using var client = gateway.Connect();
        var session = await client.OpenSessionAsync().WithTimeout("a session");
        var worker = (await session.GetInfoAsync().WithTimeout("the session")).WorkerProcessId!.Value;
        Assert.DoesNotContain(worker, spares);
        await Eventually.Async(() => gateway.Output.Contains("ended by itself with exit code 137", StringComparison.Ordinal), "the end to be told");
    }

    /// <summary>Waits until two workers wait, and returns their process ids.</summary>
    /// <param name="gateway">The gateway that starts them.</param>
    /// <param name="taken">A worker that waited before and has a session now.</param>
    private static async Task<int[]> UntilSparesAsync(GatewayProcess gateway, int taken = 0)
    {
        int[] spares = [];
        await Eventually.Async(() => (spares = SparesOf(gateway.ProcessId, taken)).Length == 2, "two workers that wait");
        return spares;
    }

    private static int[] SparesOf(int gateway, int taken) =>
        [.. ProcessTable.ChildrenOf(gateway).Where(child => child != taken && ProcessTable.ArgumentsOf(child).EndsWith("--spare\0", StringComparison.Ordinal))];
}
