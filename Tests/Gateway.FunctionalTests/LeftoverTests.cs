using System.Diagnostics;
using System.Net.Http.Headers;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

/// <summary>Workers that no gateway takes over, and a gateway whose store was changed while it did not run.</summary>
public sealed class LeftoverTests
{
    private const string Adopting = "Gateway:Workers:EnableAdoption=true";
    private const string Brief = "Gateway:Workers:MaxOrphanLifetimeSeconds=3";
    private const string Long = "Gateway:Workers:MaxOrphanLifetimeSeconds=60";

    [Fact]
    public async Task A_worker_that_no_gateway_calls_for_ends_itself()
    {
        await using var gateway = await GatewayProcess.StartAsync(Adopting, Brief);
        await using var client = gateway.Connect();
        var worker = await OpenAsync(client);
        var began = TimeProvider.System.GetTimestamp();
        await gateway.KillAsync();
        Assert.True(ProcessTable.IsRunning(worker) || TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(3), "the worker goes on for its time");
        await Eventually.Async(() => !ProcessTable.IsRunning(worker), "the worker to end itself");
    }

    [Fact]
    public async Task Without_adoption_the_next_start_ends_what_a_crash_left_and_nothing_else()
    {
        await using var first = await GatewayProcess.StartAsync(Adopting, Long);
        await using var client = first.Connect();
        var worker = await OpenAsync(client);
        var recycled = await OpenAsync(client);
        await first.KillAsync();
        // As if another process had got the second worker's process id meanwhile.
        new StoreOnDisk(first.StoreDirectory).Change($"UPDATE Manifest SET ProcessStarted = 'another' WHERE ProcessId = {recycled}");

        await using var second = await first.StartAgainAsync("Gateway:Workers:EnableAdoption=false");
        Assert.False(ProcessTable.IsRunning(worker), "the leftover is gone");
        Assert.True(ProcessTable.IsRunning(recycled), "a process that is not certainly the worker is left alone");
        Assert.Empty(new StoreOnDisk(second.StoreDirectory).Manifest());
        await using var again = second.Connect();
        Assert.Empty(await again.ListSessionsAsync().WithTimeout("the list"));
        Process.GetProcessById(recycled).Kill();
    }

    [Fact]
    public async Task A_row_whose_nonce_was_changed_is_not_adopted_and_its_worker_is_ended()
    {
        await using var first = await GatewayProcess.StartAsync(Adopting, Long);
        await using var client = first.Connect();
        var worker = await OpenAsync(client);
        var nonce = Assert.Single(new StoreOnDisk(first.StoreDirectory).Manifest()).Nonce;
        Assert.True(Convert.FromBase64String(nonce).Length > 64, "the nonce is not protected");
        await first.KillAsync();
        new StoreOnDisk(first.StoreDirectory).Change("UPDATE Manifest SET ProtectedNonce = 'AAAA'");

        await using var second = await first.StartAgainAsync();
        await Eventually.Async(() => !ProcessTable.IsRunning(worker) && new StoreOnDisk(second.StoreDirectory).Manifest().Count == 0, "the worker and its row to be gone");
        await using var again = second.Connect();
        // The row is gone before the session is told as lost.
        await Eventually.Async(async () => (await again.ListSessionsAsync()).All(info => info.State == SessionState.Faulted), "the session to be lost");
        var lost = Assert.Single(await again.ListSessionsAsync().WithTimeout("the list"));
        Assert.Equal((SessionState.Faulted, "WorkerLost"), (lost.State, lost.Fault?.Code));
    }

    [Fact]
    public async Task A_worker_that_died_while_there_was_no_gateway_is_told_as_lost()
    {
        await using var first = await GatewayProcess.StartAsync(Adopting, Long);
        await using var client = first.Connect();
        var session = await client.OpenSessionAsync().WithTimeout("a session");
        var worker = (await session.GetInfoAsync()).WorkerProcessId!.Value;
        await first.KillAsync();
        Process.GetProcessById(worker).Kill();

        await using var second = await first.StartAgainAsync();
        var error = await Assert.ThrowsAsync<GatewayException>(() => ReadAsync(session.EventsAsync()).WithTimeout("the end of the stream"));
        Assert.Equal((GatewayErrorCode.WorkerLost, ErrorDuty.StartOver), (error.Code, error.Duty));
        await Eventually.Async(() => new StoreOnDisk(second.StoreDirectory).Manifest().Count == 0, "the row to be gone");
    }

    [Fact]
    public async Task A_damaged_or_lost_store_is_refused_and_a_new_one_starts_clean_and_the_workers_end_themselves()
    {
        await using var first = await GatewayProcess.StartAsync(Adopting, Brief);
        await using var client = first.Connect();
        var worker = await OpenAsync(client);
        await first.KillAsync();
        var database = Path.Combine(first.StoreDirectory, "gateway.db");
        foreach (var file in Directory.GetFiles(first.StoreDirectory, "gateway.db*"))
        {
            await File.WriteAllTextAsync(file, new string('x', 8_192));
        }

        var (damaged, said) = await first.FailToStartAgainAsync();
        Assert.Equal(74, damaged);
        Assert.Contains("cannot be used", said, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(first.StoreDirectory, "gateway.db*"))
        {
            File.Delete(file);
        }

        var (lost, why) = await first.FailToStartAgainAsync();
        Assert.Equal(74, lost);
        Assert.Contains("has been lost", why, StringComparison.Ordinal);
        Directory.Delete(first.StoreDirectory, recursive: true);

        await using var second = await first.StartAgainAsync();
        await using var again = second.Connect();
        Assert.Empty(await again.ListSessionsAsync().WithTimeout("the list"));
        Assert.True(File.Exists(database));
        await Eventually.Async(() => !ProcessTable.IsRunning(worker), "the worker to end itself");
    }

    [Fact]
    public async Task A_second_gateway_on_the_same_store_is_refused_and_the_first_goes_on()
    {
        await using var first = await GatewayProcess.StartAsync();
        var (code, said) = await first.FailToStartAgainAsync();
        Assert.Equal(74, code);
        Assert.Contains("another gateway runs on it", said, StringComparison.Ordinal);
        await using var client = first.Connect();
        await client.OpenSessionAsync().WithTimeout("a session");
    }

    [Fact]
    public async Task A_drain_stops_the_gateway_in_order_and_the_next_one_takes_the_session_over()
    {
        await using var first = await GatewayProcess.StartAsync(Adopting, Long);
        await using var client = first.Connect();
        var session = await client.OpenSessionAsync().WithTimeout("a session");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", first.Token);
        using var answer = await http.PostAsync(new Uri(first.Url, "/api/drain"), null).WithTimeout("the drain");
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(0, await first.EndAsync());

        await using var second = await first.StartAgainAsync();
        await Eventually.Async(async () => (await client.GetSessionAsync(session.Id)).State == SessionState.Ready, "the session to be taken over");
        await session.CloseAsync().WithTimeout("the close");
    }

    [Fact]
    public async Task No_argument_environment_of_others_or_log_line_shows_a_nonce()
    {
        await using var gateway = await GatewayProcess.StartAsync(Adopting, Long, "Logging:LogLevel:Default=Trace");
        await using var client = gateway.Connect();
        var session = await client.OpenSessionAsync().WithTimeout("a session");
        var worker = (await session.GetInfoAsync()).WorkerProcessId!.Value;
        var environment = await File.ReadAllTextAsync($"/proc/{worker}/environ");
        var nonce = environment.Split('\0').Single(variable => variable.StartsWith("GATEWAY_WORKER_NONCE=", StringComparison.Ordinal)).Split('=', 2)[1];
        Assert.Equal(32, Convert.FromBase64String(nonce).Length);
        Assert.DoesNotContain(nonce, await File.ReadAllTextAsync($"/proc/{worker}/cmdline"), StringComparison.Ordinal);
        Assert.DoesNotContain(nonce, gateway.Output, StringComparison.Ordinal);
        Assert.NotEqual(nonce, new StoreOnDisk(gateway.StoreDirectory).Manifest().Single().Nonce);
        await session.CloseAsync().WithTimeout("the close");
    }

    private static async Task<int> OpenAsync(GatewayClient client)
    {
        var session = await client.OpenSessionAsync().WithTimeout("a session");
        return (await session.GetInfoAsync().WithTimeout("the session")).WorkerProcessId!.Value;
    }

    private static async Task ReadAsync(EventStream stream)
    {
        await foreach (var item in stream)
        {
            Assert.NotNull(item);
        }
    }
}
