using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>The gateway is killed repeatedly, under load and with clients of both libraries.</summary>
[Trait("Size", "Long")]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Rate = 5_000;
    private const int NodeClients = 3;

    [Fact]
    public async Task Killed_at_random_moments_it_comes_back_with_the_session_and_no_client_misses_or_repeats_an_event()
    {
        var rounds = TestScale.Of(quick: 3, soak: 100);
        var random = new Random(TestScale.Seed);
        var gateway = await GatewayProcess.StartAsync("Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=60");
        await using var json = gateway.Connect(protocol: GatewayHubProtocol.Json);
        await using var packed = gateway.Connect(protocol: GatewayHubProtocol.MessagePack);
        var load = await LoadSession.OpenAsync(packed).WithTimeout("the load session");
        await using var node = NodeReaders.Start(gateway, load.Session.Id, NodeClients);
        using var stop = new CancellationTokenSource();
        SequenceLog[] logs = [new(), new()];
        Task[] reading =
        [
            logs[0].ReadAsync(json.Session(load.Session.Id).EventsAsync(new StreamRequest { ResumeAfter = 0 }), stop.Token),
            logs[1].ReadAsync(load.Session.EventsAsync(new StreamRequest { ResumeAfter = 0 }), stop.Token),
        ];
        await load.SetRateAsync(Rate).WithTimeout("the rate");
        await UntilAllReachAsync(1, "the first events");
        var worker = (await load.Session.GetInfoAsync().WithTimeout("the session")).WorkerProcessId;
        var outages = new List<double>();

        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                await Pace.Async(TimeSpan.FromMilliseconds(random.Next(50, 1_000)));
                var killed = TimeProvider.System.GetTimestamp();
                await gateway.KillAsync();
                var next = await gateway.StartAgainAsync();
                await gateway.DisposeAsync();
                gateway = next;
                var info = await ReadyAsync(packed, load.Session.Id);
                outages.Add(TimeProvider.System.GetElapsedTime(killed).TotalMilliseconds);
                Assert.Equal(worker, info.WorkerProcessId);
                // Every client has reconnected and reads the events after the restart.
                await UntilAllReachAsync(info.LatestSequence + 1, $"all clients after round {round}");
            }

            await load.SetRateAsync(0).WithTimeout("the end of the load");
            var latest = await load.LatestAsync();
            await UntilAllReachAsync(latest, $"all clients to have event {latest}");
            output.WriteLine($"{rounds} rounds, {latest} events, back after {outages.Average():F0} ms (longest {outages.Max():F0} ms), {string.Join(", ", node.Logs.Select(log => log.Resumes))} resumes in Node.");
            Assert.All(logs, log => Assert.Equal((0, log.Position), (log.Gaps, log.Events)));
            Assert.All(node.Logs, log => Assert.Equal((0, 0, 0L, log.Position, null), (log.Gaps, log.Breaks, log.Dropped, log.Events, log.Error)));
            await load.Session.CloseAsync().WithTimeout("the close");
        }
        finally
        {
            await stop.CancelAsync();
            await gateway.DisposeAsync();
        }

        await Task.WhenAll(reading).WithTimeout("the readers to stop");

        Task UntilAllReachAsync(long sequence, string phase) => Eventually.Async(
            () =>
            {
                var failed = reading.FirstOrDefault(task => task.IsFaulted);
                return failed is not null ? throw failed.Exception! : logs.All(log => log.Position >= sequence)
                    && node.Logs.Count == NodeClients && node.Logs.All(log => log.Error is null ? log.Position >= sequence : throw new InvalidOperationException(log.Error));
            },
            phase);
    }

    [Fact]
    public async Task A_ring_that_is_too_small_for_the_outage_costs_each_reader_exactly_one_gap_that_tells_the_truth()
    {
        await using var first = await GatewayProcess.StartAsync(
            "Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=60", "Gateway:Workers:RingEvents=10000");
        await using var client = first.Connect();
        var load = await LoadSession.OpenAsync(client).WithTimeout("the load session");
        var items = new List<StreamItem>();
        using var stop = new CancellationTokenSource();
        var reading = CollectAsync(load.Session.EventsAsync(new StreamRequest { ResumeAfter = 0 }), items, stop.Token);
        await load.SetRateAsync(2_000).WithTimeout("the rate");
        await Eventually.Async(() => Last(items) > 500, "the first events");

        await first.KillAsync();
        // Longer than the ring can hold: 10 000 events at 2000 per second. While there is a gateway, the ring is large enough for a machine that stands still for a while.
        await Pace.Async(TimeSpan.FromSeconds(7));
        await using var second = await first.StartAgainAsync();
        await ReadyAsync(client, load.Session.Id);
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        var latest = await load.LatestAsync();
        await Eventually.Async(() => Last(items) >= latest, "the reader to be up to date");
        await stop.CancelAsync();
        await reading.WithTimeout("the reader to stop");

        StreamItem[] all;
        lock (items)
        {
            all = [.. items];
        }

        var gap = Assert.Single(all.OfType<GapItem>());
        var before = all.TakeWhile(item => item != gap).OfType<EventsItem>().SelectMany(item => item.Events).Select(e => e.Sequence).ToArray();
        var after = all.SkipWhile(item => item != gap).OfType<EventsItem>().SelectMany(item => item.Events).Select(e => e.Sequence).ToArray();
        Assert.Equal(Enumerable.Range(1, before.Length).Select(i => (long)i), before);
        Assert.Equal(Enumerable.Range(0, after.Length).Select(i => gap.Oldest + i), after);
        Assert.Equal((before[^1], gap.Oldest - 1 - before[^1], latest), (gap.RequestedAfter, gap.Missed, after[^1]));
        Assert.True(gap.Missed > 500, $"only {gap.Missed} events were missed: the ring was not too small");
        await load.Session.CloseAsync().WithTimeout("the close");
    }

    private static async Task<SessionInfo> ReadyAsync(GatewayClient client, string sessionId)
    {
        SessionInfo? info = null;
        await Eventually.Async(async () => (info = await client.GetSessionAsync(sessionId)).State == SessionState.Ready, "the session to be taken over");
        return info!;
    }

    private static long Last(List<StreamItem> items)
    {
        lock (items)
        {
            return items.OfType<EventsItem>().LastOrDefault()?.Last ?? 0;
        }
    }

    private static async Task CollectAsync(EventStream stream, List<StreamItem> items, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in stream.WithCancellation(cancellationToken))
            {
                lock (items)
                {
                    items.Add(item);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough and has cancelled the reader.
        }
    }
}
