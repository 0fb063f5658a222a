using System.Collections.Concurrent;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

/// <summary>A client with two addresses of one gateway, each cut and refused in turn.</summary>
[Trait("Size", "Long")]
public sealed class SeveralAddressesTests
{
    private const int Rate = 2_000;

    [Fact]
    public async Task Every_event_arrives_once_and_in_order_although_each_address_is_cut_and_refused_in_turn()
    {
        var duration = TestScale.Of(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));
        await using var gateway = await GatewayProcess.StartAsync();
        await using var first = new ChaosProxy(gateway.Url);
        await using var second = new ChaosProxy(gateway.Url);
        await using var steady = gateway.Connect();
        await using var client = gateway.ConnectByAny(first.Url, second.Url);
        var used = new ConcurrentQueue<Uri?>();
        client.StateChanged += (_, change) =>
        {
            if (change.Current == GatewayConnectionState.Connected)
            {
                used.Enqueue(change.Address);
            }
        };
        var load = await LoadSession.OpenAsync(steady).WithTimeout("the load session");
        var log = new SequenceLog();
        var stream = client.Session(load.Session.Id).EventsAsync(new StreamRequest { ResumeAfter = 0 });
        using var stop = new CancellationTokenSource();
        var reading = log.ReadAsync(stream, stop.Token);
        await load.SetRateAsync(Rate).WithTimeout("the rate");

        await DisturbAsync(
            [first, second],
            duration,
            () => stream.Resumes > duration.TotalSeconds / 2 && new[] { first.Url, second.Url }.All(url => used.Count(address => address == url) >= (int)duration.TotalSeconds / 5));
        await Eventually.Async(() => reading.IsCompleted || log.Position > Rate * 0.8 * duration.TotalSeconds, $"enough events after {stream.Resumes} resumes");
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        var latest = (await load.Session.GetInfoAsync().WithTimeout("the session")).LatestSequence;
        await Eventually.Async(() => reading.IsCompleted || log.Position >= latest, $"position {latest} after {stream.Resumes} resumes");
        await stop.CancelAsync();
        await reading.WithTimeout("the reader to stop");

        Assert.Equal((0, log.Position), (log.Gaps, log.Events));
    }

    /// <summary>One address is refused at a time, in turn; now and then the other one is cut too, and for a moment both are refused.</summary>
    private static async Task DisturbAsync(ChaosProxy[] proxies, TimeSpan duration, Func<bool> isEnough)
    {
        var random = new Random(TestScale.Seed);
        var began = TimeProvider.System.GetTimestamp();
        var turn = 0;
        await Eventually.Async(
            async () =>
            {
                await TakeTurnAsync(turn++);
                return TimeProvider.System.GetElapsedTime(began) >= duration && isEnough();
            },
            "enough turns and resumes");
        Array.ForEach(proxies, proxy => proxy.Accept());

        async Task TakeTurnAsync(int turn)
        {
            var (down, up) = (proxies[turn % 2], proxies[(turn + 1) % 2]);
            up.Accept();
            down.Refuse();
            await Pace.Async(TimeSpan.FromMilliseconds(random.Next(100, 600)));
            if (random.NextDouble() < 0.3)
            {
                up.Cut();
                await Pace.Async(TimeSpan.FromMilliseconds(random.Next(1, 200)));
            }

            if (random.NextDouble() < 0.15)
            {
                up.Refuse();
                await Pace.Async(TimeSpan.FromMilliseconds(random.Next(1, 300)));
            }
        }
    }
}
