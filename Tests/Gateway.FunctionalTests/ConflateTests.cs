using Gateway.Client;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>A reader with one update per second on a session that raises very many more events.</summary>
[Trait("Size", "Long")]
public sealed class ConflateTests(ITestOutputHelper output)
{
    private const int Rate = 20_000;
    private const int FlushMs = 1_000;

    [Fact]
    public async Task It_has_the_true_latest_value_of_each_item_with_each_update_and_every_write_completion_and_costs_no_memory()
    {
        var duration = TestScale.Of(TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(5));
        await using var gateway = await GatewayProcess.StartAsync();
        await using var client = gateway.Connect();
        var load = await LoadSession.OpenAsync(client).WithTimeout("the load session");
        using var stop = new CancellationTokenSource();
        var truth = new List<(long Sequence, int Item, bool Completion)>();
        var updates = new List<(long Last, (long Sequence, int Item, bool Completion)[] Events)>();
        var (position, lossless) = (0L, 0L);
        Task[] reading =
        [
            ReadAsync(load.Session, new StreamRequest { ResumeAfter = 0 }, item =>
            {
                truth.AddRange(EventsOf(item));
                Volatile.Write(ref lossless, item.Last);
            }, stop.Token),
            ReadAsync(load.Session, new StreamRequest { ResumeAfter = 0, Mode = StreamMode.Conflate, FlushIntervalMs = FlushMs }, item =>
            {
                updates.Add((item.Last, [.. EventsOf(item)]));
                Volatile.Write(ref position, item.Last);
            }, stop.Token),
        ];
        await load.SetRateAsync(Rate).WithTimeout("the rate");
        var started = TimeProvider.System.GetTimestamp();
        var queued = 0;
        while (TimeProvider.System.GetElapsedTime(started) < duration)
        {
            await Pace.Async(TimeSpan.FromMilliseconds(500));
            // The load continues. The completion of its write must not be conflated away.
            await load.SetRateAsync(Rate).WithTimeout("a write under load");
            queued = Math.Max(queued, await QueuedAsync(load.Session));
        }

        await load.SetRateAsync(0).WithTimeout("the end of the load");
        var latest = (await load.Session.GetInfoAsync().WithTimeout("the session")).LatestSequence;
        await Eventually.Async(() => Volatile.Read(ref position) >= latest, "the conflating reader to have the last value");
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        await Eventually.Async(() => Volatile.Read(ref lossless) >= latest, "the lossless reader to have all events");
        await stop.CancelAsync();
        await Task.WhenAll(reading).WithTimeout("the readers to stop");

        output.WriteLine($"{truth.Count} events in {elapsed.TotalSeconds:F1} s, {updates.Count} updates of {updates.Average(update => update.Events.Length):F0} events, at most {queued} queued.");
        Assert.Equal(0, queued);
        Assert.InRange(updates.Count, 2, (elapsed.TotalMilliseconds / FlushMs) + 3);
        Check(truth, updates);
    }

    // After each update the reader has exactly what the lossless reader had at the end of its span, and each update has each item
    // once.
    private static void Check(
        List<(long Sequence, int Item, bool Completion)> truth, List<(long Last, (long Sequence, int Item, bool Completion)[] Events)> updates)
    {
        var (expected, actual, next) = (new Dictionary<int, long>(), new Dictionary<int, long>(), 0);
        foreach (var (last, events) in updates)
        {
            for (; next < truth.Count && truth[next].Sequence <= last; next++)
            {
                Note(expected, truth[next]);
            }

            var values = events.Where(one => !one.Completion).ToArray();
            Assert.Equal(values.Length, values.Select(one => one.Item).Distinct().Count());
            Array.ForEach(values, one => Note(actual, one));
            Assert.Equal(expected, actual);
        }

        Assert.Equal(
            truth.Where(one => one.Completion && one.Sequence <= updates[^1].Last).Select(one => one.Sequence),
            updates.SelectMany(update => update.Events).Where(one => one.Completion).Select(one => one.Sequence));
    }

    private static void Note(Dictionary<int, long> latest, (long Sequence, int Item, bool Completion) one)
    {
        if (!one.Completion)
        {
            latest[one.Item] = one.Sequence;
        }
    }

    private static IEnumerable<(long Sequence, int Item, bool Completion)> EventsOf(EventsItem item) =>
        item.Events.Select(one => (one.Sequence, one.ItemHandle, one.Family != EventFamily.OnDataChange));

    private static async Task<int> QueuedAsync(GatewaySession session) =>
        (await session.GetInfoAsync().WithTimeout("the session")).Subscriptions.Single(one => one.Mode == StreamMode.Conflate).Queued;

    private static async Task ReadAsync(GatewaySession session, StreamRequest request, Action<EventsItem> take, CancellationToken stop)
    {
        try
        {
            await foreach (var item in session.EventsAsync(request, cancellationToken: stop))
            {
                Assert.False(item is GapItem or LaggedItem { Dropped: > 0 }, "nothing is lost");
                if (item is EventsItem events)
                {
                    take(events);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The test has seen enough and has cancelled the reader.
        }
    }
}
