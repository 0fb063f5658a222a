using System.Globalization;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Clients;
using Gateway.LoadTest.Scale;
using Gateway.LoadTest.Targets;
using Gateway.Testing;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// What the overview costs the gateway: the CPU of many quiet sessions and readers while nobody watches them, and while some do, in turn.
/// </summary>
internal sealed class WatchRun(LoadOptions options, Verdicts verdicts)
{
    private const int ConnectedBeforePing = 250;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public async Task RunAsync()
    {
        await using var workers = await LoadWorkers.StartForAsync(options.Sessions);
        var setup = workers.Setup(
            options.Sessions, new GatewayStart { Environment = options.Server.Environment }, ["Gateway:Workers:Backends:simulator:LoadItems=1", .. options.Settings]);
        await using var gateway = await GatewayServer.StartAsync(setup with { Items = 1 });
        var target = new GatewayTarget(gateway, GatewayHubProtocol.MessagePack, new StreamRequest());
        var readers = new List<WireClient>();
        await using var alive = new KeepAlive(target);
        try
        {
            while (readers.Count < options.Subscribers)
            {
                var next = await target.SubscribeAsync(Math.Min(ConnectedBeforePing, options.Subscribers - readers.Count), new MeasuredWindow());
                readers.AddRange(next);
                alive.Add(next);
            }

            await MeasureAsync(gateway);
        }
        finally
        {
            await alive.DisposeAsync();
            await Task.WhenAll(readers.Select(reader => reader.DisposeAsync().AsTask()));
        }
    }

    private async Task MeasureAsync(GatewayServer gateway)
    {
        await Pace.Async(Settling);
        await WatchedAsync(gateway);
        var (alone, watched) = (new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            await Pace.Async(Settling);
            alone.Add(await CpuAsync(gateway));
            watched.Add(await WatchedAsync(gateway));
        }

        var differences = alone.Zip(watched, (without, with) => with - without).ToArray();
        Console.WriteLine($"""

            | sessions | readers | watchers | CPU, nobody watches | CPU, all watch | difference |
            | --: | --: | --: | --: | --: | --: |
            | {options.Sessions} | {options.Subscribers} | {options.Watchers} | {Percents(alone)} | {Percents(watched)} | {Percents(differences)} |
            """);
    }

    /// <summary>The CPU while all watchers watch, in percent of a core.</summary>
    private async Task<double> WatchedAsync(GatewayServer gateway)
    {
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, options.Watchers).Select(_ => gateway.Connect()).ToArray();
        try
        {
            var items = new int[clients.Length];
            var watching = clients.Select((client, index) => WatchAsync(client, () => Interlocked.Increment(ref items[index]), stop.Token)).ToArray();
            await Eventually.Async(() => items.All(count => count > 1), "every watcher to have the whole and a change");
            await Pace.Async(Settling);
            var before = items.Sum();
            var cpu = await CpuAsync(gateway);
            verdicts.Check($"{options.Watchers} watchers are told about once a second", items.Sum() - before >= options.Watchers * Window.TotalSeconds / 2, $"{items.Sum() - before} items");
            await stop.CancelAsync();
            await Task.WhenAll(watching);
            return cpu;
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    private static async Task WatchAsync(GatewayClient client, Action took, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in client.OverviewAsync(cancellationToken: cancellationToken))
            {
                took();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    private static async Task<double> CpuAsync(GatewayServer gateway)
    {
        var before = gateway.Process.Cpu();
        await Pace.Async(Window);
        return (gateway.Process.Cpu() - before) / Window * 100;
    }

    private static string Percents(IReadOnlyList<double> values) => string.Create(
        CultureInfo.InvariantCulture, $"{Figures.Median(values):0.0} ({values.Min():0.0}–{values.Max():0.0}) % of a core");
}
