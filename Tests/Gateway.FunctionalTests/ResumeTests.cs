using Gateway.Client;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests;

[Trait("Size", "Long")]
public sealed class ResumeTests
{
    /// <summary>On a busy machine a reader may be stalled for longer than a connection may take nothing.</summary>
    private const string PatientSends = "Gateway:Hub:SendTimeoutSeconds=90";

    [Theory]
    [InlineData(GatewayHubProtocol.Json)]
    [InlineData(GatewayHubProtocol.MessagePack)]
    public async Task A_client_whose_socket_is_cut_at_random_moments_ends_with_every_sequence_once_and_in_order(GatewayHubProtocol protocol)
    {
        var duration = TestScale.Of(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(60));
        await using var gateway = await GatewayProcess.StartAsync();
        await using var proxy = new ChaosProxy(gateway.Url);
        await using var steady = gateway.Connect();
        await using var dropped = gateway.Connect(proxy.Url, protocol);
        var load = await LoadSession.OpenAsync(steady).WithTimeout("the load session");
        var log = new SequenceLog();
        var stream = dropped.Session(load.Session.Id).EventsAsync(new StreamRequest { ResumeAfter = 0 });
        using var stop = new CancellationTokenSource();
        var reading = log.ReadAsync(stream, stop.Token);
        await load.SetRateAsync(5_000).WithTimeout("the rate");

        await CutAtRandomAsync(proxy, duration, () => stream.Resumes > 2);
        await Eventually.Async(() => log.Position > 2_500 * duration.TotalSeconds, $"enough events after {stream.Resumes} resumes");
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        var latest = await LatestAsync(load.Session);
        await Eventually.Async(() => log.Position >= latest, $"position {latest} after {stream.Resumes} resumes");
        await stop.CancelAsync();
        await reading.WithTimeout("the reader to stop");

        Assert.Equal(0, log.Gaps);
        Assert.Equal(log.Position, log.Events);
        Assert.True(stream.Resumes > 2, $"only {stream.Resumes} resumes happened");
    }

    [Fact]
    public async Task A_network_that_goes_silent_is_noticed_by_both_sides_and_costs_no_event()
    {
        var ping = TimeSpan.FromSeconds(1);
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Hub:KeepAliveSeconds=1", "Gateway:Hub:ClientPingSeconds=1", "Gateway:Hub:ClientTimeoutSeconds=6");
        await using var proxy = new ChaosProxy(gateway.Url);
        await using var steady = gateway.ConnectWatchful(ping, silence: TimeSpan.FromSeconds(30));
        await using var dropped = gateway.ConnectWatchful(ping, silence: TimeSpan.FromSeconds(4), proxy.Url);
        var load = await LoadSession.OpenAsync(steady).WithTimeout("the load session");
        var log = new SequenceLog();
        var stream = dropped.Session(load.Session.Id).EventsAsync(new StreamRequest { ResumeAfter = 0 });
        using var stop = new CancellationTokenSource();
        var reading = log.ReadAsync(stream, stop.Token);
        await load.SetRateAsync(1_000).WithTimeout("the rate");
        await Eventually.Async(() => log.Events > 500, "the first events");
        var before = Assert.Single(await SubscriptionsAsync(load.Session));

        proxy.Blackhole();
        await Eventually.Async(() => stream.Resumes > 0, "the client to notice the silence and resume");
        await Eventually.Async(
            async () => await SubscriptionsAsync(load.Session) is [var left] && left != before, "the gateway to let the silent connection's reader go");
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        var latest = await LatestAsync(load.Session);
        await Eventually.Async(() => log.Position >= latest, $"position {latest} after {stream.Resumes} resumes");
        await stop.CancelAsync();
        await reading.WithTimeout("the reader to stop");

        Assert.Equal((0, log.Position), (log.Gaps, log.Events));
    }

    [Fact]
    public async Task A_subscriber_that_stops_reading_for_a_while_falls_back_and_then_has_everything_and_others_notice_nothing()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Distribution:BufferEvents=1000", PatientSends);
        await using var proxy = new ChaosProxy(gateway.Url);
        await using var steady = gateway.Connect();
        await using var slow = ConnectPatient(gateway, proxy);
        var load = await LoadSession.OpenAsync(steady).WithTimeout("the load session");
        using var stop = new CancellationTokenSource();
        var slowLog = new SequenceLog();
        var others = Enumerable.Range(0, 10).Select(_ => new SequenceLog()).ToArray();
        var slowReading = slowLog.ReadAsync(slow.Session(load.Session.Id).EventsAsync(new StreamRequest { ResumeAfter = 0 }), stop.Token);
        var reading = others.Select(log => log.ReadAsync(load.Session.EventsAsync(new StreamRequest { ResumeAfter = 0 }), stop.Token)).ToArray();
        await Eventually.Async(() => slowLog.Position >= 0, "the slow reader's start");

        proxy.Stall();
        await load.SetRateAsync(10_000).WithTimeout("the rate");
        await Eventually.Async(async () => (await SlowEpisodesAsync(load.Session)) > 0, "the slow reader's channel to be full");
        proxy.Resume();
        await load.SetRateAsync(0).WithTimeout("the end of the load");

        var latest = await LatestAsync(load.Session);
        await Eventually.Async(() => slowLog.Position >= latest && others.All(log => log.Position >= latest), "all readers to have everything");
        await stop.CancelAsync();
        await Task.WhenAll([slowReading, .. reading]).WithTimeout("the readers to stop");
        Assert.Equal(0, slowLog.Gaps + others.Sum(log => log.Gaps));
        Assert.All([slowLog, .. others], log => Assert.Equal(log.Position, log.Events));
    }

    [Fact]
    public async Task A_subscriber_that_stops_until_history_has_moved_past_it_is_ended_with_SlowConsumer_and_told_the_gap()
    {
        await using var gateway = await GatewayProcess.StartAsync(
            "Gateway:Distribution:BufferEvents=500", "Gateway:Distribution:HistoryEvents=2000", PatientSends, "Logging:LogLevel:Microsoft.AspNetCore.SignalR=Debug");
        await using var proxy = new ChaosProxy(gateway.Url);
        await using var steady = gateway.Connect();
        await using var slow = ConnectPatient(gateway, proxy);
        var load = await LoadSession.OpenAsync(steady).WithTimeout("the load session");
        var items = new List<StreamItem>();
        using var stop = new CancellationTokenSource();
        var reading = CollectAsync(slow.Session(load.Session.Id).EventsAsync(new StreamRequest { ResumeAfter = 0 }), items, stop.Token);
        await Eventually.Async(() => Count(items) > 0, "the slow reader's start");

        proxy.Stall();
        await load.SetRateAsync(20_000).WithTimeout("the rate");
        // The gateway may notice that history moved past the reader while the network still holds what it sent: then the subscription is gone.
        await Eventually.Async(async () => (await load.Session.GetInfoAsync()).Subscriptions.All(s => s.Lag > 100_000), "the reader to be far behind or ended");
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        proxy.Resume();

        await Eventually.Async(() => Snapshot(items).OfType<GapItem>().Any(), "the gap after the resume");
        await stop.CancelAsync();
        await reading.WithTimeout("the reader to stop");
        var gap = Snapshot(items).OfType<GapItem>().First();
        var before = Snapshot(items).TakeWhile(item => item is not GapItem).OfType<EventsItem>().Last();
        Assert.Equal((GapReason.Evicted, before.Last), (gap.Reason, gap.RequestedAfter));
        Assert.Equal(gap.Oldest - 1 - gap.RequestedAfter, gap.Missed);
        await Eventually.Async(() => gateway.Output.Contains("SlowConsumer", StringComparison.Ordinal), "the line in the log");
    }

    [Fact]
    public async Task A_reader_of_one_rare_item_is_dropped_after_a_long_silence_and_resumes_without_a_gap()
    {
        await using var gateway = await GatewayProcess.StartAsync(
            "Gateway:Distribution:HistoryEvents=2000", "Gateway:Distribution:IdleIntervalMs=100", "Gateway:Sessions:SweepIntervalMs=50");
        await using var proxy = new ChaosProxy(gateway.Url);
        await using var steady = gateway.Connect();
        await using var dropped = gateway.Connect(proxy.Url);
        var load = await LoadSession.OpenAsync(steady).WithTimeout("the load session");
        var rare = await load.Session.SubscribeBulkAsync(load.ServerHandle, ["Tank101.Level.SP"]).WithTimeout("the rare item");
        var items = new List<StreamItem>();
        using var stop = new CancellationTokenSource();
        var request = new StreamRequest { Filter = new StreamFilter { References = ["Tank101.Level.SP"], Families = [EventFamily.OnWriteComplete] } };
        var stream = dropped.Session(load.Session.Id).EventsAsync(request);
        var reading = CollectAsync(stream, items, stop.Token);
        await Eventually.Async(() => Count(items) > 0, "the reader's start");

        await load.SetRateAsync(5_000).WithTimeout("the rate");
        await Eventually.Async(() => Position(items) > 20_000, "a position after history has turned over many times");
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        // Otherwise history could turn over once more before a slow machine has resumed.
        var latest = await LatestAsync(load.Session);
        await Eventually.Async(() => Position(items) >= latest, "the position of the last event");
        proxy.Cut();
        await Eventually.Async(() => stream.Resumes > 0, "the resume");
        await load.Session.WriteAsync(load.ServerHandle, rare[0].ItemHandle!.Value, MxValue.FromFloat(42)).WithTimeout("the write");

        await Eventually.Async(() => Snapshot(items).OfType<EventsItem>().Any(), "the rare event");
        await stop.CancelAsync();
        await reading.WithTimeout("the reader to stop");
        Assert.Empty(Snapshot(items).OfType<GapItem>());
        Assert.Single(Snapshot(items).OfType<EventsItem>().SelectMany(item => item.Events));
    }

    // A client that hears nothing while it is stalled, and stays all the same.
    private static GatewayClient ConnectPatient(GatewayProcess gateway, ChaosProxy proxy) =>
        gateway.ConnectWatchful(ping: TimeSpan.FromSeconds(15), silence: TimeSpan.FromSeconds(180), proxy.Url);

    private static async Task CutAtRandomAsync(ChaosProxy proxy, TimeSpan duration, Func<bool> isEnough)
    {
        var random = new Random(TestScale.Seed);
        var began = TimeProvider.System.GetTimestamp();
        await Eventually.Async(
            async () =>
            {
                await Pace.Async(TimeSpan.FromMilliseconds(random.Next(50, 900)));
                proxy.Cut();
                return TimeProvider.System.GetElapsedTime(began) >= duration && isEnough();
            },
            "enough cuts and resumes");
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
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough and has cancelled the reader.
        }
    }

    private static int Count(List<StreamItem> items) => Snapshot(items).Length;

    private static long Position(List<StreamItem> items) => Snapshot(items).OfType<IdleItem>().LastOrDefault()?.Sequence ?? 0;

    private static StreamItem[] Snapshot(List<StreamItem> items)
    {
        lock (items)
        {
            return [.. items];
        }
    }

    private static async Task<long> LatestAsync(GatewaySession session) => (await session.GetInfoAsync()).LatestSequence;

    private static async Task<string[]> SubscriptionsAsync(GatewaySession session) =>
        [.. (await session.GetInfoAsync()).Subscriptions.Select(s => s.SubscriptionId)];

    private static async Task<int> SlowEpisodesAsync(GatewaySession session) =>
        (await session.GetInfoAsync()).Subscriptions.Sum(s => s.SlowEpisodes);
}
