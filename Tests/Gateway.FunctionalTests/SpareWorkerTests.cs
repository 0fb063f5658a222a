using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Client;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

/// <summary>Real workers that are started before their sessions.</summary>
public sealed partial class SpareWorkerTests
{
    [Fact]
    public async Task A_session_gets_a_worker_that_ran_before_it_was_asked_for_and_a_stop_ends_those_that_no_session_has()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Workers:SpareWorkers=1", "Gateway:Workers:EnableAdoption=true");
        var first = await SpareAsync(gateway, 0);
        await using var client = gateway.Connect();
        var session = await LiveAsync(client);
        Assert.Equal(first, (await session.GetInfoAsync()).WorkerProcessId);

        var second = await SpareAsync(gateway, 1);
        Assert.Equal(0, await gateway.StopAsync());
        Assert.False(ProcessTable.IsRunning(second), "the spare worker ends with its gateway");
        Assert.True(ProcessTable.IsRunning(first), "the worker of the session waits for the next gateway");

        await using var next = await gateway.StartAgainAsync();
        await using var again = next.Connect();
        await Eventually.Async(
            async () => await again.ListSessionsAsync() is [{ WorkerProcessId: { } adopted } one] && (one.SessionId, adopted) == (session.Id, first), "the session to be adopted with its worker");
    }

    [Fact]
    public async Task A_spare_worker_whose_gateway_was_killed_ends_itself()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Workers:SpareWorkers=1", "Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=3");
        var spare = await SpareAsync(gateway, 0);
        await gateway.KillAsync();
        await Eventually.Async(() => !ProcessTable.IsRunning(spare), "the spare worker to end itself");
    }

    private static async Task<GatewaySession> LiveAsync(GatewayClient client)
    {
        var session = await client.OpenSessionAsync().WithTimeout("the session");
        await session.RegisterAsync("spare").WithTimeout("an answer of the worker");
        return session;
    }

    /// <returns>The process id of a spare worker, in the order in which they were started.</returns>
    private static async Task<int> SpareAsync(GatewayProcess gateway, int index)
    {
        await Eventually.Async(() => Started().Count(gateway.Output) > index, $"spare worker {index} to be ready");
        return int.Parse(Started().Matches(gateway.Output)[index].Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Worker (\d+) was started in advance")]
    private static partial Regex Started();
}
