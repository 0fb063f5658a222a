using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Scale;
using Gateway.LoadTest.Targets;
using Gateway.Testing;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// An owner, its edges and a real NATS server: what an edge adds to the latency and costs beside the owner, how fast a position is resumed at
/// an edge that has never seen the session, and how fast an edge has the sessions of a whole site.
/// </summary>
internal sealed class SiteRun(LoadOptions options, Verdicts verdicts)
{
    /// <summary>Multiple of the resumed events that the log has, so that an edge must find the part that it wants.</summary>
    private const int Depth = 4;

    /// <summary>Time of the owner to publish what was raised last.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public async Task RunAsync()
    {
        await using var nats = await NatsProcess.StartAsync(directory => $"jetstream {{ store_dir: \"{directory}/store\" }}");
        if (nats is null)
        {
            Console.WriteLine("SKIPPED: site: Debian's package nats-server is not installed.");
            return;
        }

        await MeasureEventsAsync(SettingsOf(nats, "events"));
        await MeasureStartAsync(SettingsOf(nats, "sessions"));
    }

    private static string[] SettingsOf(NatsProcess nats, string site) => [$"Gateway:Cluster:Url=nats://127.0.0.1:{nats.Port}", $"Gateway:Cluster:Site={site}"];

    private async Task MeasureEventsAsync(string[] site)
    {
        await using var owner = await GatewayServer.StartAsync(Setup([.. site, "Gateway:Cluster:Node=owner"]));
        await MeasureResumeAsync(owner, site);
        await using var edge = await EdgeServer.StartAsync(owner, Setup(site));
        await MeasureLoadAsync(TargetOf(owner, null), TargetOf(owner, edge));
    }

    private async Task MeasureResumeAsync(GatewayServer owner, string[] site)
    {
        var latest = await ResumeAt(owner, null).FillAsync(options.ResumedEvents * Depth);
        var (atOwner, cold, loaded) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= options.Rounds; round++)
        {
            await using var edge = await EdgeServer.StartAsync(owner, Setup(site));
            cold.Add(await ResumeAt(owner, edge).ResumeAsync(latest));
            loaded.Add(await ResumeAt(owner, edge).ResumeAsync(latest));
            atOwner.Add(await ResumeAt(owner, null).ResumeAsync(latest));
        }

        // The first round compiles the owner's code.
        Console.WriteLine(
            $"Resume of {Figures.Count(options.ResumedEvents)} of {Figures.Count(options.ResumedEvents * Depth)} events, ms: at the owner {Times(atOwner)}, at an edge that has read nothing of the session {Times(cold)}, again there {Times(loaded)}");

        static string Times(IEnumerable<double> times) => Figures.Spread([.. times.Skip(1)], time => Figures.Fixed(time, "0"));
    }

    private async Task MeasureLoadAsync(params GatewayTarget[] targets)
    {
        Console.WriteLine("""

            | target | events/s | server CPU µs/delivery | events/message | p50 ms | p99 ms |
            | --- | --: | --: | --: | --: | --: |
            """);
        foreach (var rate in options.Rates)
        {
            await WarmUpAsync(targets, rate);
            var runs = targets.ToDictionary(target => target, _ => new List<LoadResult>());
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var target in targets)
                {
                    var run = await new LoadRun(target, options, rate).RunAsync();
                    verdicts.Check($"{target.Name}: every subscriber got everything once and in order", run.Faults.Count == 0, string.Join(" ", run.Faults));
                    runs[target].Add(run);
                }
            }

            foreach (var (target, all) in runs)
            {
                string[] cells =
                [
                    target.Name, Figures.Count(Figures.Median(all.Select(run => run.Deliveries / options.Subscribers))), Text(all, run => run.CpuMicrosecondsPerDelivery),
                    Figures.Fixed(Figures.Median(all.Select(run => run.EventsPerMessage)), "0.0"), Text(all, run => run.Latency.Half), Text(all, run => run.Latency.P99),
                ];
                Console.WriteLine($"| {string.Join(" | ", cells)} |");
            }
        }

        static string Text(IEnumerable<LoadResult> runs, Func<LoadResult, double> figure) => Figures.Spread([.. runs.Select(figure)], Figures.Short);
    }

    private async Task WarmUpAsync(IEnumerable<GatewayTarget> targets, int rate)
    {
        foreach (var target in targets.Where(_ => !options.Quick))
        {
            await new LoadRun(target, options with { Measured = options.Compilation }, rate).RunAsync();
        }
    }

    private async Task MeasureStartAsync(string[] site)
    {
        await using var workers = await LoadWorkers.StartForAsync(options.Site);
        var setup = Setup([.. site, "Gateway:Cluster:Node=owner"]);
        await using var owner = await GatewayServer.StartAsync(workers.Setup(options.Site, setup.Start, setup.Settings));
        await Pace.Async(Settling);
        var (ready, listed) = (new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            await using var edge = await EdgeServer.StartAsync(owner, Setup(site));
            ready.Add(edge.StartTime.TotalSeconds);
            listed.Add(edge.ListTime.TotalSeconds);
        }

        Console.WriteLine(
            $"Start of an edge of a site with {Figures.Count(options.Site)} sessions, s: ready {Figures.Spread(ready, Figures.Short)}, lists all sessions {Figures.Spread(listed, Figures.Short)}");
    }

    private ResumeRun ResumeAt(GatewayServer owner, EdgeServer? edge) => new(TargetOf(owner, edge), options.ResumedEvents, verdicts);

    private GatewaySetup Setup(IReadOnlyList<string> settings) =>
        new() { Settings = [.. settings, .. options.Settings], Start = new GatewayStart { Environment = options.Server.Environment } };

    private static GatewayTarget TargetOf(GatewayServer owner, EdgeServer? edge) => new(owner, GatewayHubProtocol.MessagePack, new StreamRequest()) { Edge = edge };
}
