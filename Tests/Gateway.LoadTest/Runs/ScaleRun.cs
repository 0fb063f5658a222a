using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Scale;
using Gateway.LoadTest.Targets;
using Gateway.Testing;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// The same number of events per second from one session and from many, each with one subscriber. Besides the number of sessions,
/// the number of events per message differs too, so the cost is also given per message. The baseline beside it shows what as many pipes
/// and WebSockets cost without a gateway between them.
/// </summary>
internal sealed class ScaleRun(LoadOptions options, Verdicts verdicts)
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(5);

    /// <summary>Time for compilation and garbage collection after the warm-up, which are not costs of the sessions.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public async Task RunAsync()
    {
        var rows = new List<string>();
        foreach (var sessions in options.Scale)
        {
            rows.AddRange(await MeasureAsync(sessions));
            rows.AddRange(await MeasureBaselineAsync(sessions));
        }

        Console.WriteLine("""

            | sessions | time to open a session | gateway resident | CPU without events | events/s | server CPU µs/event | events/message | µs/message | p99 ms | allocated B/event | load workers µs/event |
            | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
            """);
        rows.ForEach(Console.WriteLine);
    }

    private async Task<IReadOnlyList<string>> MeasureAsync(int sessions)
    {
        await using var workers = await LoadWorkers.StartForAsync(sessions);
        await using var gateway = await GatewayServer.StartAsync(workers.Setup(sessions, new GatewayStart { Environment = options.Server.Environment }, options.Settings));
        var target = new GatewayTarget(gateway, GatewayHubProtocol.MessagePack, new StreamRequest());
        var each = options with { Sessions = sessions, Subscribers = sessions };
        await new LoadRun(target, each, options.Rates.Max()).RunAsync();
        await Pace.Async(Settling);
        var idle = gateway.Process.Cpu();
        await Pace.Async(Watched);
        idle = gateway.Process.Cpu() - idle;
        var resident = gateway.Process.Resident();
        return await MeasureAsync(
            target, each, [Figures.Count(sessions), $"{gateway.SessionTime.TotalMilliseconds:0} ms", $"{resident >> 20} MB", $"{Figures.Fixed(idle / Watched * 100, "0.0")} % of a core"]);
    }

    private async Task<IReadOnlyList<string>> MeasureBaselineAsync(int sessions)
    {
        await using var server = await BaselineServer.StartAsync(options.Server.Environment);
        await using var target = new RawPipesTarget(server);
        var each = options with { Sessions = sessions, Subscribers = sessions };
        await new LoadRun(target, each, options.Rates.Max()).RunAsync();
        await Pace.Async(Settling);
        return await MeasureAsync(target, each, [$"{Figures.Count(sessions)}, {target.Name}", "", $"{server.Process.Resident() >> 20} MB", ""]);
    }

    private async Task<IReadOnlyList<string>> MeasureAsync(ITarget target, LoadOptions each, string[] heading)
    {
        var rows = new List<string>();
        foreach (var rate in options.Rates)
        {
            var runs = new List<LoadResult>();
            for (var round = 0; round < options.Rounds; round++)
            {
                runs.Add(await new LoadRun(target, each, rate).RunAsync());
                verdicts.Check($"{heading[0]} sessions: every subscriber got everything once and in order", runs[^1].Faults.Count == 0, string.Join(" ", runs[^1].Faults));
            }

            string[] cells =
            [
                .. heading,
                Figures.Count(rate) + (runs.TrueForAll(run => run.KeptUp) ? "" : $", did not keep up: {Figures.Count(Figures.Median(runs.Select(run => run.Deliveries)))}"),
                Figures.Spread([.. runs.Select(run => run.CpuMicrosecondsPerDelivery)], Figures.Short),
                Figures.Fixed(Figures.Median(runs.Select(run => run.EventsPerMessage)), "0.0"),
                Figures.Short(Figures.Median(runs.Select(run => run.EventsPerMessage * run.CpuMicrosecondsPerDelivery))),
                Figures.Spread([.. runs.Select(run => run.Latency.P99)], Figures.Short),
                Figures.Fixed(Figures.Median(runs.Select(run => run.AllocatedPerDelivery ?? 0)), "0.0"),
                Figures.Short(Figures.Median(runs.Select(run => run.WorkerMicrosecondsPerEvent))),
            ];
            rows.Add($"| {string.Join(" | ", cells)} |");
            Console.WriteLine(rows[^1]);
        }

        return rows;
    }
}
