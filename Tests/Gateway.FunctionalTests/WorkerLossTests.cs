using System.Diagnostics;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

[Trait("Size", "Long")]
public sealed class WorkerLossTests
{
    [Fact]
    public async Task A_killed_worker_faults_its_session_ends_its_streams_and_leaves_the_others_alone()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var client = gateway.Connect();
        var victim = await client.OpenSessionAsync().WithTimeout("the first session");
        var other = await client.OpenSessionAsync().WithTimeout("the second session");
        var worker = (await victim.GetWorkerInfoAsync().WithTimeout("the worker's id")).ProcessId;
        var states = new List<StateItem>();
        var reading = ReadStatesAsync(victim.EventsAsync(), states);
        await Eventually.Async(async () => (await victim.GetInfoAsync()).Subscriptions.Count == 1, "the reader to be attached");

        Process.GetProcessById(worker).Kill();
        var error = await Assert.ThrowsAsync<GatewayException>(() => reading.WithTimeout("the stream to end"));
        var info = await victim.GetInfoAsync().WithTimeout("the faulted session");

        Assert.Equal((GatewayErrorCode.WorkerLost, ErrorDuty.StartOver), (error.Code, error.Duty));
        Assert.Equal((SessionState.Faulted, "WorkerLost"), (info.State, info.Fault?.Code));
        Assert.Contains(states, state => state.State == SessionState.Faulted && state.Fault?.Code == "WorkerLost");
        await Eventually.Async(() => !ProcessTable.IsRunning(worker), "the worker to be gone");
        // Of the two sessions, the next gateway would take over only the other one.
        Assert.Equal([other.Id], new StoreOnDisk(gateway.StoreDirectory).Manifest().Select(row => row.SessionId));
        Assert.Equal(GatewayErrorCode.SessionFaulted, (await Assert.ThrowsAsync<GatewayException>(() => victim.PingAsync().WithTimeout("the refusal"))).Code);
        await other.PingAsync().WithTimeout("the other session");
    }

    [Fact]
    public async Task Many_rounds_of_open_and_kill_leak_no_handle_and_leave_no_process()
    {
        // Another connection in the store's pool is two files, and code that is loaded for the first time is one.
        const int spare = 6;
        var rounds = TestScale.Of(quick: 10, soak: 200);
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Sessions:FaultRetentionSeconds=0", "Gateway:Sessions:SweepIntervalMs=50");
        await using var client = gateway.Connect();
        for (var i = 0; i < 3; i++)
        {
            await OpenAndKillAsync(client).WithTimeout("a first round");
        }

        await Eventually.Async(async () => (await client.ListSessionsAsync()).Count == 0, "the first sessions to be gone");
        var before = gateway.CountHandles();

        var workers = new List<int>();
        for (var i = 0; i < rounds; i++)
        {
            workers.Add(await OpenAndKillAsync(client).WithTimeout($"round {i}"));
        }

        await Eventually.Async(async () => (await client.ListSessionsAsync()).Count == 0, "the sessions to be gone");
        await Eventually.Async(() => !workers.Exists(ProcessTable.IsRunning), "the workers to be gone");
        await Eventually.Async(() => gateway.CountHandles() <= before + spare, $"handles to be back at {before} after {rounds} rounds, now {gateway.CountHandles()}");
    }

    [Fact]
    public async Task A_stopped_gateway_ends_its_workers_in_order()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Workers:ShutdownTimeoutSeconds=60");
        await using var client = gateway.Connect();
        var workers = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var session = await client.OpenSessionAsync().WithTimeout("a session");
            workers.Add((await session.GetWorkerInfoAsync().WithTimeout("the worker's id")).ProcessId);
        }

        Assert.Equal(0, await gateway.StopAsync());
        await Eventually.Async(() => !workers.Exists(ProcessTable.IsRunning), "the workers to be gone");
        Assert.Equal(3, gateway.Output.Split('\n').Count(line => line.Contains("ended with exit code 0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Workers_of_a_killed_gateway_end_by_themselves()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var client = gateway.Connect();
        var session = await client.OpenSessionAsync().WithTimeout("a session");
        var worker = (await session.GetWorkerInfoAsync().WithTimeout("the worker's id")).ProcessId;

        Process.GetProcessById(gateway.ProcessId).Kill();
        await Eventually.Async(() => !ProcessTable.IsRunning(worker), "the worker to end");
    }

    private static async Task<int> OpenAndKillAsync(GatewayClient client)
    {
        var session = await client.OpenSessionAsync();
        var worker = (await session.GetWorkerInfoAsync()).ProcessId;
        Process.GetProcessById(worker).Kill();
        await Eventually.Async(async () => await IsGoneOrFaultedAsync(session), "the session to be faulted");
        return worker;
    }

    private static async Task<bool> IsGoneOrFaultedAsync(GatewaySession session)
    {
        try
        {
            return (await session.GetInfoAsync()).State == SessionState.Faulted;
        }
        catch (GatewayException error) when (error.Code == GatewayErrorCode.SessionNotFound)
        {
            return true;
        }
    }

    private static async Task ReadStatesAsync(EventStream stream, List<StateItem> states)
    {
        await foreach (var item in stream)
        {
            if (item is StateItem state)
            {
                states.Add(state);
            }
        }
    }
}
