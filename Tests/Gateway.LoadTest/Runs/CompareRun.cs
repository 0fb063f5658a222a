using System.Text;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Scale;
using Gateway.LoadTest.Targets;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// Compares the gateway with the same gateway under other environment variables, or with other builds of it. All of them run at
/// the same time and are loaded in turn, forward and backward, so that neither other activity on the machine nor the order
/// favours one. Many sessions share the processes of <see cref="LoadWorkers"/>.
/// </summary>
internal sealed class CompareRun(LoadOptions options, Verdicts verdicts)
{
    /// <summary>The servers are warm already; only the rate has to settle.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly List<(ServerVariant Variant, LoadResult Result)> _results = [];

    public async Task RunAsync()
    {
        var servers = new List<(ServerVariant Variant, GatewayServer Server)>();
        var workers = new List<LoadWorkers>();
        try
        {
            foreach (var variant in options.Compared.Prepend(ServerVariant.Plain))
            {
                servers.Add((variant, await GatewayServer.StartAsync(await SetupAsync(variant, workers))));
            }

            GatewayHubProtocol[] protocols = [GatewayHubProtocol.MessagePack, GatewayHubProtocol.Json];
            var targets = servers.SelectMany(server => protocols.Select(protocol => (server.Variant, Target: new GatewayTarget(server.Server, protocol, new StreamRequest()))))
                .Where(target => options.Wants(target.Target.Name)).ToArray();
            foreach (var (_, target) in targets)
            {
                await new LoadRun(target, options, options.Rates.Max()).RunAsync();
            }

            for (var round = 0; round < options.Rounds; round++)
            {
                await RunAsync(round, targets);
            }
        }
        finally
        {
            foreach (var (_, server) in servers)
            {
                await server.DisposeAsync();
            }

            foreach (var processes in workers)
            {
                await processes.DisposeAsync();
            }
        }

        Console.WriteLine(Table());
    }

    private async Task<GatewaySetup> SetupAsync(ServerVariant variant, List<LoadWorkers> workers)
    {
        var start = new GatewayStart { Program = variant.Program, Environment = options.Server.With(variant).Environment };
        if (options.Sessions < LoadWorkers.SessionsPerWorker)
        {
            return new GatewaySetup { Sessions = options.Sessions, Settings = options.Settings, Start = start };
        }

        workers.Add(await LoadWorkers.StartForAsync(options.Sessions));
        return workers[^1].Setup(options.Sessions, start, options.Settings);
    }

    private async Task RunAsync(int round, IReadOnlyList<(ServerVariant Variant, GatewayTarget Target)> targets)
    {
        foreach (var rate in options.Rates)
        {
            foreach (var group in targets.GroupBy(target => target.Target.Name))
            {
                foreach (var (variant, target) in round % 2 == 0 ? group : group.Reverse())
                {
                    var result = await new LoadRun(target, options with { WarmUp = Settling }, rate).RunAsync() with { Round = round };
                    verdicts.Check($"{target.Name} {variant.Name}: every subscriber got everything once and in order", result.Faults.Count == 0, string.Join(" ", result.Faults));
                    _results.Add((variant, result));
                }
            }
        }
    }

    private string Table()
    {
        var text = new StringBuilder().AppendLine()
            .AppendLine("| deliveries/s | target | setting | server CPU µs/delivery | × without, same round | p99 ms | allocated B/delivery |")
            .AppendLine("| --: | --- | --- | --: | --: | --: | --: |");
        foreach (var group in _results.GroupBy(entry => (entry.Result.Rate, entry.Result.Target)).OrderBy(group => group.Key.Rate))
        {
            var plain = group.Where(entry => entry.Variant == ServerVariant.Plain).ToDictionary(entry => entry.Result.Round, entry => entry.Result.CpuMicrosecondsPerDelivery);
            foreach (var runs in group.GroupBy(entry => entry.Variant, entry => entry.Result))
            {
                var cells = new[]
                {
                    Figures.Count(group.Key.Rate),
                    $"`{group.Key.Target}`",
                    runs.Key == ServerVariant.Plain ? "unchanged" : $"`{runs.Key.Name}`",
                    Figures.Spread([.. runs.Select(run => run.CpuMicrosecondsPerDelivery)], Figures.Short),
                    runs.Key == ServerVariant.Plain ? "1" : Figures.Spread([.. runs.Select(run => run.CpuMicrosecondsPerDelivery / plain[run.Round])], ratio => Figures.Fixed(ratio, "0.00"), bold: true),
                    Figures.Spread([.. runs.Select(run => run.Latency.P99)], value => Figures.Fixed(value, value < 10 ? "0.0" : "0")),
                    Figures.Fixed(Figures.Median(runs.Select(run => run.AllocatedPerDelivery ?? 0)), "0.0"),
                };
                text.AppendLine($"| {string.Join(" | ", cells)} |");
            }
        }

        return text.ToString();
    }
}
