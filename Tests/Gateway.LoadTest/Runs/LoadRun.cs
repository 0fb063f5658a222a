using Gateway.LoadTest.Clients;
using Gateway.LoadTest.Targets;
using Gateway.Testing;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// Runs one target at one rate: connects, warms up, measures, stops the events, and checks that every subscriber has every event.
/// </summary>
internal sealed class LoadRun(ITarget target, LoadOptions options, int rate)
{
    private readonly MeasuredWindow _window = new();

    public async Task<LoadResult> RunAsync()
    {
        var resident = target.Server.Resident();
        var clients = await target.SubscribeAsync(options.Subscribers, _window);
        resident = target.Server.Resident() - resident;
        await using var alive = new KeepAlive(target);
        alive.Add(clients);
        try
        {
            await target.SetRateAsync(rate * options.Sessions / options.Subscribers);
            await Pace.Async(options.WarmUp);
            var result = await MeasureAsync(clients, (double)resident / options.Subscribers / 1024);
            await target.SetRateAsync(0);
            return result with { Faults = [.. await FaultsAsync(clients)] };
        }
        finally
        {
            await target.SetRateAsync(0);
            await alive.DisposeAsync();
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private async Task<LoadResult> MeasureAsync(IReadOnlyList<WireClient> clients, double residentKilobytes)
    {
        var allocated = await target.AllocatedAsync();
        _window.IsOpen = true;
        var before = Take(clients);
        await Pace.Async(options.Measured);
        var after = Take(clients);
        _window.IsOpen = false;
        allocated = await target.AllocatedAsync() - allocated;
        var latencies = new Latencies();
        foreach (var client in clients)
        {
            latencies.Add(client.Tally.Latencies);
        }

        var events = Math.Max(1, after.Events - before.Events);
        return new LoadResult
        {
            Target = target.Name,
            Rate = rate,
            Conflates = clients.All(client => client.Tally.Conflated),
            Deliveries = events / TimeProvider.System.GetElapsedTime(before.Time, after.Time).TotalSeconds,
            CpuMicrosecondsPerDelivery = (after.Server - before.Server).TotalMicroseconds / events,
            WorkerMicrosecondsPerEvent = (after.Workers - before.Workers).TotalMicroseconds / events * options.Subscribers / options.Sessions,
            AllocatedPerDelivery = (double?)allocated / events,
            WireBytesPerDelivery = (double)(after.Bytes - before.Bytes) / events,
            EventsPerMessage = (double)events / Math.Max(1, after.Messages - before.Messages),
            ResidentKilobytesPerSubscriber = residentKilobytes,
            Latency = (latencies.Percentile(0.5), latencies.Percentile(0.99), latencies.Percentile(0.999)),
            Faults = [],
        };
    }

    private Reading Take(IReadOnlyList<WireClient> clients) => new(
        TimeProvider.System.GetTimestamp(),
        target.Server.Cpu(),
        target.Workers.Aggregate(TimeSpan.Zero, (sum, worker) => sum + worker.Cpu()),
        clients.Sum(client => client.Tally.Events),
        clients.Sum(client => client.Tally.Messages),
        clients.Sum(client => client.Tally.Bytes));

    private async Task<IReadOnlyList<string>> FaultsAsync(IReadOnlyList<WireClient> clients)
    {
        try
        {
            await Eventually.Async(() => AllHaveEverythingAsync(clients), "every subscriber to have every event");
        }
        catch (TimeoutException error)
        {
            var latest = await target.LatestAsync(0);
            return [error.Message, .. clients.Select((client, i) => (client, i)).Where(c => c.client.Tally.Position < latest).Take(3)
                .Select(c => $"Subscriber {c.i} has {c.client.Tally.Position} of {latest}. {c.client.Tally.Fault}")];
        }

        return [.. clients.Select(client => client.Tally.Fault).OfType<string>().Distinct().Take(3)];
    }

    private async Task<bool> AllHaveEverythingAsync(IReadOnlyList<WireClient> clients)
    {
        for (var i = 0; i < clients.Count; i++)
        {
            if (clients[i].Tally.Fault is null && (clients[i].Tally.Events == 0 || clients[i].Tally.Position < await LatestOfAsync(i)))
            {
                return false;
            }
        }

        return true;

        // Asked once for each source and not for each subscriber.
        async Task<long> LatestOfAsync(int subscriber) =>
            subscriber < options.Sessions ? await target.LatestAsync(subscriber) : clients[subscriber % options.Sessions].Tally.Position;
    }

    private readonly record struct Reading(long Time, TimeSpan Server, TimeSpan Workers, long Events, long Messages, long Bytes);
}
