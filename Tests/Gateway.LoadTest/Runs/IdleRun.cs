using System.Globalization;
using Gateway.LoadTest.Clients;
using Gateway.LoadTest.Targets;
using Gateway.Testing;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// Many subscribers of quiet sessions: what each one costs the server in memory and CPU, and what it costs to send all of them
/// one event per second. The baselines beside it show what ASP.NET Core takes for as many idle connections.
/// </summary>
internal sealed class IdleRun(ITarget target, Func<Task<long>> heap, LoadOptions options, Verdicts verdicts)
{
    /// <summary>The first subscribers to connect must send a ping before the last ones have connected.</summary>
    private const int ConnectedBeforePing = 500;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    /// <summary>Time for the server to finish the work that connecting caused, so that it is not counted as idle cost.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly MeasuredWindow _window = new();
    private readonly List<WireClient> _clients = [];

    public async Task RunAsync()
    {
        await using var alive = new KeepAlive(target);
        try
        {
            await MeasureAsync(alive);
        }
        finally
        {
            await target.SetRateAsync(0);
            await alive.DisposeAsync();
            await Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    private async Task MeasureAsync(KeepAlive alive)
    {
        var (resident, managed) = (target.Server.Resident(), await heap());
        var began = TimeProvider.System.GetTimestamp();
        await ConnectAsync(alive);
        var connecting = TimeProvider.System.GetElapsedTime(began);
        await Pace.Async(Settling);
        var idle = await CpuAsync();
        (resident, managed) = (target.Server.Resident() - resident, await heap() - managed);

        await target.SetRateAsync(options.Sessions);
        await Eventually.Async(() => _clients.All(client => client.Tally.Events > 0 || client.Tally.Fault is not null), "an event to reach every subscriber");
        var events = _clients.Sum(client => client.Tally.Events);
        _window.IsOpen = true;
        var busy = await CpuAsync();
        _window.IsOpen = false;
        events = _clients.Sum(client => client.Tally.Events) - events;
        var faults = _clients.Select(client => client.Tally.Fault).OfType<string>().ToArray();
        verdicts.Check(
            $"{target.Name}: {options.Idle} idle subscribers stay connected and get events that are sent later", faults.Length == 0 && events > 0, $"{faults.Length} have faults: {faults.FirstOrDefault()}");
        var latencies = new Latencies();
        _clients.ForEach(client => latencies.Add(client.Tally.Latencies));
        Console.WriteLine("""

            | target | idle subscribers | sessions | time until all were connected | resident each | managed each | CPU while idle | CPU at 1 event/s to each | per delivery | its p50 / p99 |
            | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |
            """);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| `{target.Name}` | {Figures.Count(options.Idle)} | {options.Sessions} | {connecting.TotalSeconds:0.0} s | {resident / 1024.0 / options.Idle:0.0} KB | {managed / 1024.0 / options.Idle:0.0} KB | {idle / Watched * 100:0.0} % of a core | {busy / Watched * 100:0.0} % of a core | {busy.TotalMicroseconds / Math.Max(1, events):0.0} µs | {latencies.Percentile(0.5):0} / {latencies.Percentile(0.99):0} ms |"));
    }

    private async Task ConnectAsync(KeepAlive alive)
    {
        // A baseline has nothing to do for a new subscriber, so all of them connect before the first must send a ping.
        var atOnce = target is GatewayTarget ? ConnectedBeforePing : options.Idle;
        while (_clients.Count < options.Idle)
        {
            var next = await target.SubscribeAsync(Math.Min(atOnce, options.Idle - _clients.Count), _window);
            _clients.AddRange(next);
            alive.Add(next);
        }
    }

    private async Task<TimeSpan> CpuAsync()
    {
        var before = target.Server.Cpu();
        await Pace.Async(Watched);
        return target.Server.Cpu() - before;
    }
}
