using System.Globalization;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.LoadTest.Targets;

namespace Gateway.LoadTest.Runs;

/// <summary>All targets at all rates, round by round, so that whatever changes on the machine meets them all.</summary>
internal sealed class LoadSuite(LoadOptions options, Verdicts verdicts)
{
    private static readonly string[] Baselines = ["raw-json", "raw-messagepack", "hub-stream", "hub-group"];

    public async Task RunAsync()
    {
        await using var gateway = await GatewayServer.StartAsync(options.Sessions, options.Settings);
        await using var baselines = await BaselineServer.StartAsync();
        ITarget[] targets =
        [
            new GatewayTarget(gateway, GatewayHubProtocol.MessagePack, new StreamRequest()),
            new GatewayTarget(gateway, GatewayHubProtocol.Json, new StreamRequest()),
            .. Baselines.Select(name => new BaselineTarget(baselines, name)),
        ];
        await WarmUpAsync(targets);
        var results = new List<LoadResult>();
        for (var round = 0; round < options.Repeats; round++)
        {
            foreach (var rate in options.Rates)
            {
                foreach (var target in targets.Where(target => options.Wants(target.Name)))
                {
                    results.Add(await RunAsync(target, rate));
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine(ResultTable.Of(results));
    }

    // A server's first seconds are the compiler's.
    private async Task WarmUpAsync(IEnumerable<ITarget> targets)
    {
        foreach (var target in targets.Where(target => !options.Quick && options.Wants(target.Name)))
        {
            await new LoadRun(target, OptionsFor(target), options.Rates.Max()).RunAsync();
        }
    }

    // The baselines are one source each.
    private LoadOptions OptionsFor(ITarget target) => target is BaselineTarget ? options with { Sessions = 1 } : options;

    private async Task<LoadResult> RunAsync(ITarget target, int rate)
    {
        var result = await new LoadRun(target, OptionsFor(target), rate).RunAsync();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Target,-20} {result.Deliveries,11:N0}/s  {result.CpuMicrosecondsPerDelivery:0.000} µs  p99 {result.Latency.P99:0.0} ms  {result.AllocatedPerDelivery:0.0} B  {result.EventsPerMessage:0.0} events/message"));
        if (options.Quick || target is GatewayTarget)
        {
            verdicts.Check($"{target.Name}: every subscriber got every event once and in order", result.Faults.Count == 0, string.Join(" ", result.Faults));
            verdicts.Check($"{target.Name}: events flow while they are measured", result.Deliveries > 0 && result.Latency.P99 > 0);
        }
        else if (result.Faults.Count > 0)
        {
            Console.WriteLine($"  {string.Join(" ", result.Faults)}");
        }

        return result;
    }
}
