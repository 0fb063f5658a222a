using System.Globalization;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Targets;

namespace Gateway.LoadTest.Runs;

/// <summary>Runs all targets at all rates, round by round, so that changes on the machine affect all of them.</summary>
internal sealed class LoadSuite(LoadOptions options, Verdicts verdicts)
{
    /// <summary>The interval of a page that draws 20 times a second.</summary>
    private const int ConflateIntervalMs = 50;

    /// <summary>The number of workers that a gateway starts at the same time.</summary>
    private const int OpenedAtOnce = 4;

    private static readonly string[] Baselines = ["raw-json", "raw-messagepack", "hub-stream", "hub-group"];

    public async Task RunAsync()
    {
        if (options.Compared.Count > 0)
        {
            await new CompareRun(options, verdicts).RunAsync();
        }
        else if (options.Scale.Count > 0)
        {
            await new ScaleRun(options, verdicts).RunAsync();
        }
        else if (options.Watchers > 0)
        {
            await new WatchRun(options, verdicts).RunAsync();
        }
        else if (options.Site > 0)
        {
            await new SiteRun(options, verdicts).RunAsync();
        }
        else if (options.Starts > 0)
        {
            await new StartRun(options).RunAsync();
        }
        else if (options.Transitions > 0 && !options.Quick)
        {
            await new AlarmRun(options, verdicts).RunAsync();
        }
        else
        {
            await LoadAsync();
            if (options.Quick)
            {
                await new AlarmRun(options, verdicts).RunAsync();
            }
        }
    }

    private async Task LoadAsync()
    {
        await using var gateway = await GatewayServer.StartAsync(new GatewaySetup
        {
            Sessions = options.Sessions,
            OpenedAtOnce = OpenedAtOnce,
            Settings = options.Settings,
            Start = new GatewayStart { Environment = options.Server.Environment },
        });
        var messagePack = new GatewayTarget(gateway, GatewayHubProtocol.MessagePack, new StreamRequest());
        var json = new GatewayTarget(gateway, GatewayHubProtocol.Json, new StreamRequest());
        SayStart(gateway);
        if (options.Idle > 0)
        {
            await new IdleRun(messagePack, gateway.HeapAsync, options, verdicts).RunAsync();
            await IdleBaselinesAsync();
            return;
        }

        await using var baselines = await BaselineServer.StartAsync(options.Server.Environment);
        await using var nats = options.Quick || !options.Wants("nats") ? null : await NatsTarget.StartAsync();
        await using var socketIo = options.Quick || !options.Wants("socketio") ? null : await SocketIoTarget.StartAsync();
        SaySkipped("nats", nats, "Debian's package nats-server is not installed");
        SaySkipped("socketio", socketIo, $"it is not installed; '{SocketIoTarget.Installation}' installs it");
        ITarget?[] targets =
        [
            messagePack,
            json,
            new GatewayTarget(gateway, GatewayHubProtocol.MessagePack, new StreamRequest { Mode = StreamMode.Conflate, FlushIntervalMs = ConflateIntervalMs }),
            .. Baselines.Select(name => new BaselineTarget(baselines, name)),
            nats,
            socketIo,
        ];
        var results = await RunRoundsAsync([.. targets.OfType<ITarget>().Where(target => options.Wants(target.Name))]);
        var goals = new GoalTable(results);
        if (options.Wants("resume"))
        {
            goals.Resumed("MessagePack", options.ResumedEvents, await new ResumeRun(messagePack, options.ResumedEvents, verdicts).RunAsync(options.Rounds));
            goals.Resumed("JSON", options.ResumedEvents, await new ResumeRun(json, options.ResumedEvents, verdicts).RunAsync(options.Rounds));
        }

        if (!options.Quick)
        {
            Console.WriteLine(ResultTable.Of(results, options));
            Console.WriteLine(goals);
        }
    }

    // Each in a process of its own, as the memory of the one before would count for the next. A session stands for one source of events.
    private async Task IdleBaselinesAsync()
    {
        foreach (var name in (string[])["raw-messagepack", "hub-stream"])
        {
            await using var baselines = await BaselineServer.StartAsync(options.Server.Environment);
            await new IdleRun(new BaselineTarget(baselines, name), () => baselines.NumberAsync("/heap"), options with { Sessions = 1 }, verdicts).RunAsync();
        }
    }

    private async Task<IReadOnlyList<LoadResult>> RunRoundsAsync(IReadOnlyList<ITarget> targets)
    {
        await WarmUpAsync(targets);
        var results = new List<LoadResult>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var rate in options.Rates)
            {
                foreach (var target in targets.Where(target => rate <= target.GreatestRate))
                {
                    results.Add(await RunAsync(target, rate) with { Round = round });
                }
            }
        }

        Console.WriteLine();
        return results;
    }

    private void SaySkipped(string name, ITarget? target, string reason)
    {
        if (!options.Quick && options.Wants(name) && target is null)
        {
            Console.WriteLine($"SKIPPED: {name}: {reason}.");
        }
    }

    private static void SayStart(GatewayServer gateway) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"Gateway ready in {gateway.StartTime.TotalSeconds:0.00} s with {gateway.ResidentAtStart >> 20} MB; {gateway.Sessions.Count} sessions opened in {gateway.SessionTime.TotalMilliseconds:0} ms each, {gateway.Workers.Average(worker => worker.Resident() >> 20):0} MB to a worker"));

    // In the first seconds of a server its code is being compiled: a profile of a gateway after ten seconds had a third of its
    // samples there, with perf's map on.
    private async Task WarmUpAsync(IReadOnlyList<ITarget> targets)
    {
        foreach (var rate in options.Rates.Where(_ => !options.Quick))
        {
            foreach (var target in targets.Where(target => rate <= target.GreatestRate))
            {
                await new LoadRun(target, OptionsFor(target) with { Measured = options.Compilation }, rate).RunAsync();
            }
        }
    }

    // Each baseline is one source.
    private LoadOptions OptionsFor(ITarget target) => target is GatewayTarget ? options : options with { Sessions = 1 };

    private async Task<LoadResult> RunAsync(ITarget target, int rate)
    {
        var result = await new LoadRun(target, OptionsFor(target), rate).RunAsync();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Target,-20} {result.Deliveries,11:N0}/s  {result.CpuMicrosecondsPerDelivery:0.000} µs  p99 {result.Latency.P99:0.0} ms  {result.AllocatedPerDelivery:0.0} B  {result.EventsPerMessage:0.0} events/message"));
        if (options.Quick || target is GatewayTarget)
        {
            verdicts.Check($"{target.Name}: every subscriber got everything once and in order", result.Faults.Count == 0, string.Join(" ", result.Faults));
            verdicts.Check($"{target.Name}: events flow while they are measured", result.Deliveries > 0 && result.Latency.P99 > 0);
        }
        else if (result.Faults.Count > 0)
        {
            Console.WriteLine($"  {string.Join(" ", result.Faults)}");
        }

        return result;
    }
}
