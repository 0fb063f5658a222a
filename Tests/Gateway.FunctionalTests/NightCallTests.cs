using System.Globalization;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>
/// Someone is called at night because values stand still. The status says what it is, soon after it has happened, and the flight recorder
/// says how it came about. A killed worker is a test of the page.
/// </summary>
[Trait("Size", "Long")]
public sealed class NightCallTests(ITestOutputHelper output)
{
    /// <summary>Of a token that is to end while its reader is looked at: the reader must be seen before that, also on a busy machine.</summary>
    private const int LifetimeSeconds = 20;

    [Fact]
    public async Task A_frozen_worker_does_not_answer_and_when_it_goes_on_it_is_back()
    {
        await using var gateway = await GatewayProcess.StartAsync(
            "Gateway:Workers:EnableAdoption=true", "Gateway:Workers:HeartbeatIntervalMs=200", "Gateway:Workers:HeartbeatGraceMs=10000", "Gateway:Workers:ReconnectTimeoutSeconds=120", "Gateway:Http:RequestsPerAddress=100000");
        using var view = new OperatorView(gateway, output);
        await using var client = gateway.Connect();
        var session = await client.OpenSessionAsync().WithTimeout("a session");
        var worker = (await session.GetWorkerInfoAsync().WithTimeout("the worker's id")).ProcessId;

        await ProcessTable.FreezeAsync(worker);
        await view.SaysAsync("the worker does not answer", status => status.Sessions.Single(row => row.SessionId == session.Id).Worker?.State == WorkerState.NotAnswering);
        await Eventually.Async(async () => (await view.DumpCausesAsync()).Contains("workerLost"), "the dump");
        Assert.Contains("workerLost silent", await view.TimelineAsync($"worker/{worker.ToString(CultureInfo.InvariantCulture)}"));

        await ProcessTable.ThawAsync(worker);
        var after = await view.SaysAsync("the worker is back", status => status.Sessions.Single(row => row.SessionId == session.Id).Worker?.State == WorkerState.Ready);
        Assert.Empty(after.Faults);
        // On a busy machine the worker may be silent for once more.
        var told = string.Join(", ", (await view.TimelineAsync($"session/{session.Id}")).Where(entry => entry.StartsWith("worker", StringComparison.Ordinal)));
        Assert.Contains("workerLost silent, workerReturned", told, StringComparison.Ordinal);
        await session.PingAsync().WithTimeout("a command");
    }

    [Fact]
    public async Task A_reader_that_stops_reading_is_slow_with_its_lag_and_then_has_caught_up()
    {
        await using var gateway = await GatewayProcess.StartAsync(
            "Gateway:Distribution:BufferEvents=1000", "Gateway:Http:RequestsPerAddress=100000", "Gateway:Hub:SendTimeoutSeconds=90");
        using var view = new OperatorView(gateway, output);
        await using var proxy = new ChaosProxy(gateway.Url);
        await using var steady = gateway.Connect();
        // It hears nothing while it is stalled, and stays all the same.
        await using var slow = gateway.ConnectWatchful(ping: TimeSpan.FromSeconds(15), silence: TimeSpan.FromSeconds(180), proxy.Url);
        var load = await LoadSession.OpenAsync(steady).WithTimeout("the load session");
        using var stop = new CancellationTokenSource();
        // A client whose own buffer is full leaves its stream and comes back with another one. Here only the gateway's side may be slow.
        var unbounded = new EventStreamOptions { ClientBufferEvents = int.MaxValue };
        var reading = ReadAsync(slow.Session(load.Session.Id).EventsAsync(new StreamRequest { ResumeAfter = 0 }, unbounded), stop.Token);
        await view.SaysAsync("there is a reader", status => status.Readers.Count == 1);

        proxy.Stall();
        await load.SetRateAsync(10_000).WithTimeout("the rate");
        var status = await view.SaysAsync("the reader is slow", seen => seen.Readers is [{ SlowSince: not null }]);
        await view.SaysAsync("the reader lags", seen => seen.ReaderLoads is [{ Lag: > 0, LagMs: > 0 }]);
        await Eventually.Async(async () => (await view.DumpCausesAsync()).Contains("slow"), "the dump");

        proxy.Resume();
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        await view.SaysAsync("the reader has caught up", seen => seen is { Readers: [{ SlowSince: null }], ReaderLoads: [{ Lag: 0 }] });
        await Eventually.Async(async () => (await view.TimelineAsync($"stream/{status.Readers[0].ReaderId}"))[^1] == "caughtUp", "the end of its slowness in the timeline");
        var timeline = await view.TimelineAsync($"stream/{status.Readers[0].ReaderId}");
        Assert.Equal("streamStarted", timeline[0]);
        Assert.Contains("slow", timeline);
        await stop.CancelAsync();
        await reading.WithTimeout("the reader to stop");
    }

    [TinyDiskFact]
    public async Task A_full_disk_is_in_the_health_of_the_store_and_is_gone_when_there_is_room()
    {
        using var disk = new TinyDisk(kilobytes: 2_048);
        await using var gateway = await GatewayProcess.StartAsync($"Gateway:Store:Path={disk.Path}/gateway.db", "Gateway:Http:RequestsPerAddress=100000");
        using var view = new OperatorView(gateway, output);
        disk.Fill();
        // SQLite reuses the room that its log has, so that the first requests may still succeed.
        await Eventually.Async(async () => await view.TryMintAsync("eve", 60) is null, "the disk to be full");
        var full = await view.SaysAsync("the store is not healthy", status => status.Health.Any(result => result is { Name: "store", State: not HealthState.Healthy }));
        Assert.NotEmpty(full.Health.Single(result => result.Name == "store").Detail!);

        disk.Free();
        await view.SaysAsync("the store is healthy", status => status.Health.Any(result => result is { Name: "store", State: HealthState.Healthy }));
    }

    [Fact]
    public async Task A_reader_whose_token_expired_is_gone_and_its_timeline_says_why()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Http:RequestsPerAddress=100000");
        using var view = new OperatorView(gateway, output);
        await using var owner = gateway.Connect();
        var session = await owner.OpenSessionAsync().WithTimeout("a session");
        await using var client = gateway.Connect(await view.TryMintAsync("rita", LifetimeSeconds) ?? throw new InvalidOperationException("There is no token."));
        var reading = ReadAsync(client.Session(session.Id).EventsAsync(new StreamRequest()), CancellationToken.None);
        var reader = (await view.SaysAsync("there is a reader, whose token will end", status => status.Readers is [{ Subject: "rita", TokenExpiresAt: not null }])).Readers[0];

        await view.SaysAsync("the reader is gone", status => status.Readers.Count == 0);
        Assert.Equal(GatewayErrorCode.TokenExpired, (await Assert.ThrowsAsync<GatewayException>(() => reading.WithTimeout("the reader to end"))).Code);
        await Eventually.Async(async () => (await view.TimelineAsync($"stream/{reader.ReaderId}"))[^1] == "streamFailed TokenExpired", "the end in the timeline of the reader");
        Assert.Contains("tokenEnded TokenExpired", await view.TimelineAsync($"connection/{reader.ConnectionId}"));
        Assert.Contains("streamFailed TokenExpired", await view.TimelineAsync($"session/{session.Id}"));
    }

    [Fact]
    public async Task A_flood_is_in_the_rates_of_the_session_that_makes_it_and_of_no_other()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Http:RequestsPerAddress=100000");
        using var view = new OperatorView(gateway, output);
        await using var client = gateway.Connect();
        var quiet = await client.OpenSessionAsync().WithTimeout("a quiet session");
        var load = await LoadSession.OpenAsync(client).WithTimeout("the load session");
        await view.StatusAsync();

        await load.SetRateAsync(20_000).WithTimeout("the rate");
        var status = await view.SaysAsync("one session has a flood", seen => seen.SessionLoads.Any(row => row.SessionId == load.Session.Id && row.EventsPerSecond > 2_000));
        Assert.Equal(0, status.SessionLoads.Single(row => row.SessionId == quiet.Id).EventsPerSecond);
        Assert.Empty(status.Faults);
    }

    private static async Task ReadAsync(EventStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in stream.WithCancellation(cancellationToken))
            {
                // Only the reader's state is looked at.
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough.
        }
    }
}
