using System.CommandLine;
using System.Globalization;
using Gateway.Client;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.Contracts;

namespace Gateway.CommandLine.Measuring;

/// <summary><c>mxgateway bench</c>.</summary>
internal static class BenchCommand
{
    private const int MostEvents = 20_000;
    private const int MostItems = 1_000;
    private const int DefaultRate = 1_000;
    private const int DefaultItems = 100;
    private const int Lease = 120;

    private static readonly TimeSpan DefaultTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(60);

    private const string Description = """
        Measures how many events arrive and how late, after a second that is not counted, in a simulator session of its own that it closes at the end. It loads the gateway and
        this machine while it runs, so mind others who use them. It needs a gateway whose simulator is enabled.

        Examples:
          mxgateway bench --for 2s
          mxgateway bench --rate 5000 --items 200 --for 2s --json
        """;

    public static Command Build(CommandRunner runner)
    {
        var time = Durations.Option("--for", "How long to measure, at most 60s; 5s if absent.");
        var rate = Number("--rate", $"Events per second, at most {MostEvents}; {DefaultRate} if absent.", MostEvents);
        var items = Number("--items", $"Over how many items, at most {MostItems}; {DefaultItems} if absent.", MostItems);
        var tag = new Option<string?>("--tag") { HelpName = "TAG", Description = "The session tag of the session." };
        return runner.Attach(
            new Command("bench", Description) { time, rate, items, tag },
            (invocation, cancellationToken) => RunAsync(
                invocation, new BenchPlan(Limited(invocation.Get(time) ?? DefaultTime), invocation.Get(rate) ?? DefaultRate, invocation.Get(items) ?? DefaultItems, invocation.Get(tag)), cancellationToken),
            CommandKind.Timed);
    }

    private static async Task<int> RunAsync(Invocation invocation, BenchPlan plan, CancellationToken cancellationToken)
    {
        await using var client = await HubLink.ConnectAsync(invocation, invocation.Access(), cancellationToken);
        var session = await client.OpenSessionAsync(
            new OpenSessionRequest { Name = "mxgateway bench", Backend = "simulator", SessionTag = plan.Tag, LeaseSeconds = Lease, CloseWhenDetached = true }, cancellationToken);
        try
        {
            var report = await new Bench(session, plan, invocation.Host.Time).RunAsync(cancellationToken);
            invocation.Results.Document(report, () => TableOf(report));
            return report.Missed > 0 ? ExitCodes.Partial : ExitCodes.Ok;
        }
        finally
        {
            await CloseAsync(session, invocation.Host.Time);
        }
    }

    // Also after Ctrl+C, but not for ever when the connection is lost or the worker hangs: the lease closes it then.
    private static async Task CloseAsync(GatewaySession session, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(LongestClose, time);
        try
        {
            await session.CloseAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // What was measured is no less true.
        }
    }

    private static TextTable TableOf(BenchReport report) => new(
        ["what", "figure"],
        [
            ["measured", $"{Text(report.Seconds)} s"],
            ["events", $"{report.Events}, {report.Missed} missed"],
            ["events/s", $"{Text(report.EventsPerSecond)} of {report.AskedPerSecond} asked for"],
            ["delivery", Text(report.DeliveryMs)],
            ["round trip", Text(report.RoundTripMs)],
        ]);

    private static string Text(Spread? spread) => spread is null
        ? "nothing was measured"
        : $"50 % within {Text(spread.P50)} ms, 95 % {Text(spread.P95)}, 99 % {Text(spread.P99)}, longest {Text(spread.Max)}";

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static TimeSpan Limited(TimeSpan time) => time <= LongestTime
        ? time
        : throw new ToolFailure(ExitCodes.Usage, $"--for is at most {LongestTime.TotalSeconds} s.");

    private static Option<int?> Number(string name, string description, int most)
    {
        var option = new Option<int?>(name) { HelpName = "N", Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most))
            {
                result.AddError($"{name} '{token.Value}' is not a number from 1 to {most}.");
            }
        });
        return option;
    }
}
