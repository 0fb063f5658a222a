using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Alarms;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// A flood of alarms within one second beside the events of an ordinary session, and then transitions at a rate: whether everything comes once,
/// and how late. All sessions show one plant, because nobody else writes in the session of the monitor.
/// </summary>
internal sealed class AlarmRun(LoadOptions options, Verdicts verdicts)
{
    private const int AlarmsPerObject = 100;

    /// <summary>The first values of thousands of alarms take longer than the monitor waits by default.</summary>
    private const int FirstValueSeconds = 120;

    /// <summary>The monitor's default. The tests let it read all alarms that stand every second, which would be measured too.</summary>
    private const int ReconcileSeconds = 30;

    /// <summary>Events of the ordinary session.</summary>
    private const int EventsPerSecond = 2_000;

    public async Task RunAsync()
    {
        var objects = Enumerable.Range(0, options.Flood / AlarmsPerObject).Select(i => $"Gateway:Alarms:Objects:{i}=AlarmFlood{i + 1:D2}");
        await using var gateway = await MonitoredGateway.StartAsync(
            [
                .. objects, "Gateway:Alarms:MaxRoots=5000", $"Gateway:Alarms:ReconcileSeconds={ReconcileSeconds}",
                $"Gateway:Alarms:FirstValueSeconds={FirstValueSeconds}", "Logging:LogLevel:Default=Warning", .. options.Settings,
            ]);
        await gateway.WatchingAsync();
        await using var alarms = new AlarmProbe(gateway.Process.Connect());
        var load = await LoadSession.OpenAsync(gateway.Client);
        await using var events = new EventProbe(load.Session);
        await load.SetRateAsync(EventsPerSecond);
        await FloodAsync(gateway, alarms, events);
        await TransitAsync(gateway, alarms);
        verdicts.Check("alarms: a reader gets every transition once and in order", alarms.Fault is null, alarms.Fault ?? "");
        verdicts.Check("alarms: a reader of an ordinary session gets every event once and in order", events.Fault is null, events.Fault ?? "");
        await CheckLogAsync(gateway, alarms);
    }

    private async Task FloodAsync(MonitoredGateway gateway, AlarmProbe alarms, EventProbe events)
    {
        await gateway.WriteAsync("AlarmFlood.RaiseRate", MxValue.FromInt32(options.Flood));
        await Pace.Async(options.WarmUp);
        events.Restart();
        await Pace.Async(options.Measured);
        var before = events.Restart();
        alarms.Restart();
        var began = TimeProvider.System.GetTimestamp();
        await gateway.WriteAsync("AlarmFlood.Standing", MxValue.FromInt32(options.Flood));
        await Eventually.Async(() => alarms.Raised >= options.Flood || alarms.Fault is not null, $"{options.Flood} raised alarms");
        var took = TimeProvider.System.GetElapsedTime(began);
        var during = events.Restart();
        var log = await gateway.LogAsync();
        var raised = log.Where(one => one.Kind == AlarmTransitionKind.Raised).Select(one => one.Alarm.Reference).ToArray();
        verdicts.Check(
            $"alarms: each of {options.Flood} alarms of a flood is in the log once",
            raised.Length == options.Flood && raised.Distinct(StringComparer.OrdinalIgnoreCase).Count() == options.Flood,
            $"{raised.Length} raises of {raised.Distinct(StringComparer.OrdinalIgnoreCase).Count()} alarms are.");
        Console.WriteLine($"flood of {Figures.Count(options.Flood)} alarms in one second: all at a client after {Figures.Fixed(took.TotalSeconds, "0.00")} s; {Late("from callback to client", alarms.Percentile)}");
        Console.WriteLine($"another session at {Figures.Count(EventsPerSecond)} events/s: {Late("before the flood", before.Percentile)} ({Figures.Count(before.Count)} events), {Late("during it", during.Percentile)} ({Figures.Count(during.Count)})");
    }

    private async Task TransitAsync(MonitoredGateway gateway, AlarmProbe alarms)
    {
        // Half of the alarms stand, so that there are raises and clears.
        alarms.Restart();
        await gateway.WriteAsync("AlarmFlood.Standing", MxValue.FromInt32(options.Flood / 2));
        await Eventually.Async(() => alarms.Moves >= options.Flood / 2 || alarms.Fault is not null, "half of the alarms to clear");
        await gateway.WriteAsync("AlarmFlood.TransitionRate", MxValue.FromInt32(options.Transitions));
        await Pace.Async(options.WarmUp);
        alarms.Restart();
        await Pace.Async(options.Measured);
        // A machine that is busy with other things may show none in a short time.
        await Eventually.Async(() => alarms.Moves > 0 || alarms.Fault is not null, "transitions at a rate");
        var (moves, transitions) = (alarms.Moves, alarms.Transitions);
        var late = Late("from callback to client", alarms.Percentile);
        await gateway.WriteAsync("AlarmFlood.TransitionRate", MxValue.FromInt32(0));
        var seconds = options.Measured.TotalSeconds;
        Console.WriteLine($"{Figures.Count(options.Transitions)} raises and clears/s asked for, {Figures.Count(moves / seconds)}/s measured ({Figures.Count(transitions / seconds)} transitions/s with values): {late}");
    }

    // What is read again may still come, so both are compared until they agree.
    private async Task CheckLogAsync(MonitoredGateway gateway, AlarmProbe alarms)
    {
        IReadOnlyList<AlarmTransition> log = [];
        await Eventually.Async(async () => (log = await gateway.LogAsync()).Count == alarms.Position || alarms.Fault is not null, "the reader to have the whole log");
        verdicts.Check("alarms: the log has no hole", log.Select((_, index) => index + 1L).SequenceEqual(log.Select(one => one.Sequence)));
        var wrong = log.Where(one => one.Kind is AlarmTransitionKind.Raised or AlarmTransitionKind.Cleared).GroupBy(one => one.Alarm.Reference)
            .Count(alarm => alarm.Where((one, index) => one.Kind == (index % 2 == 0 ? AlarmTransitionKind.Raised : AlarmTransitionKind.Cleared)).Count() != alarm.Count());
        verdicts.Check("alarms: each alarm is raised and cleared in turn", wrong == 0, $"{wrong} are not.");
    }

    private static string Late(string what, Func<double, double> percentile) =>
        $"{what} p50 {Figures.Fixed(percentile(0.5), "0.0")} ms, p99 {Figures.Fixed(percentile(0.99), "0.0")} ms";
}
