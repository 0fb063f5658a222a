using System.Diagnostics;
using Gateway.Client;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

[Trait("Size", "Long")]
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int Subscribers = 20;
    private const int Rate = 10_000;

    [Fact]
    public async Task Memory_stays_flat_at_ten_thousand_events_a_second_with_twenty_subscribers()
    {
        var duration = TestScale.Of(TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(10));
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Distribution:HistoryEvents=50000");
        await using var client = gateway.Connect();
        var load = await LoadSession.OpenAsync(client, items: 1_000).WithTimeout("the load session");
        var worker = (await load.Session.GetWorkerInfoAsync().WithTimeout("the worker's id")).ProcessId;
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, Subscribers).Select(_ => new SpanReader()).ToArray();
        var reading = readers.Select(reader => reader.RunAsync(gateway, load.Session.Id, stop.Token)).ToArray();
        await load.SetRateAsync(Rate).WithTimeout("the rate");

        var samples = await SampleAsync(gateway, worker, duration, reading);
        var most = (long)(Rate * duration.TotalSeconds * 0.5);
        await Eventually.Async(
            () => reading.Any(task => task.IsFaulted) || readers.All(reader => reader.Events > most), $"all readers to have {most} events, not {string.Join(", ", readers.Select(reader => reader.Events))}");
        await stop.CancelAsync();
        await Task.WhenAll(reading).WithTimeout("the readers to stop");

        var (early, late) = (samples[samples.Count / 3], samples[^1]);
        output.WriteLine($"{readers.Sum(reader => reader.Events)} events delivered, {readers.Sum(reader => reader.Gaps)} gaps");
        Assert.Equal(0, readers.Sum(reader => reader.Gaps));
        Assert.All(readers, reader => Assert.True(reader.Events > most, $"a reader had only {reader.Events} events"));
        Assert.True(late.Gateway < early.Gateway * 1.3 + (32 << 20), $"the gateway grew from {early.Gateway >> 20} to {late.Gateway >> 20} MiB");
        Assert.True(late.Worker < early.Worker * 1.3 + (16 << 20), $"the worker grew from {early.Worker >> 20} to {late.Worker >> 20} MiB");
    }

    private async Task<List<(long Gateway, long Worker)>> SampleAsync(GatewayProcess gateway, int worker, TimeSpan duration, Task[] reading)
    {
        var samples = new List<(long Gateway, long Worker)>();
        using var process = Process.GetProcessById(worker);
        using var timer = new PeriodicTimer(duration / 12);
        for (var i = 1; i <= 12; i++)
        {
            await timer.WaitForNextTickAsync();
            Assert.Null(reading.FirstOrDefault(task => task.IsFaulted)?.Exception);
            process.Refresh();
            samples.Add((gateway.WorkingSet(), process.WorkingSet64));
            output.WriteLine($"{duration.TotalSeconds / 12 * i,6:F0} s  gateway {samples[^1].Gateway >> 20} MiB  worker {samples[^1].Worker >> 20} MiB");
        }

        return samples;
    }
}
