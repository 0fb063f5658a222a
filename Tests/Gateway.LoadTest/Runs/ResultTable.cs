using System.Globalization;
using System.Text;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// Formats results as the Markdown of RESULTS.md: for each rate one table with the compared figures and one with the others.
/// </summary>
internal static class ResultTable
{
    public const string Yardstick = "raw-json";

    public static string Of(IReadOnlyList<LoadResult> results, LoadOptions options)
    {
        var text = new StringBuilder();
        foreach (var rate in results.GroupBy(result => result.Rate))
        {
            text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"### {Figures.Count(rate.Key)} deliveries/s ({Figures.Count((double)rate.Key / options.Subscribers)} events/s × {options.Subscribers}, {Figures.Rounds(options.Rounds)})")
                .AppendLine()
                .AppendLine("| target | server CPU µs/delivery | × raw-json, same round | p99 ms | allocated B/delivery | wire B/delivery | events/message |")
                .AppendLine("| --- | --: | --: | --: | --: | --: | --: |");
            var targets = rate.GroupBy(result => result.Target).Select(runs => runs.ToArray()).ToArray();
            var yardsticks = rate.Where(result => result.Target == Yardstick).ToDictionary(result => result.Round, result => result.CpuMicrosecondsPerDelivery);
            Array.ForEach(targets, runs => text.AppendLine(Compared(runs, yardsticks)));
            text.AppendLine()
                .AppendLine("| target | deliveries/s | p50 ms | p99.9 ms | resident KB/subscriber | worker µs/event |")
                .AppendLine("| --- | --: | --: | --: | --: | --: |");
            Array.ForEach(targets, runs => text.AppendLine(Rest(runs)));
            text.AppendLine();
        }

        return text.ToString().TrimEnd() + Environment.NewLine;
    }

    private static string Compared(LoadResult[] runs, Dictionary<int, double> yardsticks)
    {
        var name = runs[0].Target;
        var ratios = runs.Where(run => yardsticks.ContainsKey(run.Round)).Select(run => run.CpuMicrosecondsPerDelivery / yardsticks[run.Round]).ToArray();
        return Row(
            $"`{name}`",
            Figures.Spread([.. runs.Select(run => run.CpuMicrosecondsPerDelivery)], Figures.Short) + Behind(runs),
            name == Yardstick ? "1" : ratios.Length == 0 ? "" : Figures.Spread(ratios, ratio => Figures.Fixed(ratio, "0.00"), name is "gateway-messagepack" or "gateway-json"),
            Figures.Spread([.. runs.Select(run => run.Latency.P99)], Milliseconds),
            runs[0].AllocatedPerDelivery is null ? "" : Figures.Fixed(Figures.Median(runs.Select(run => run.AllocatedPerDelivery ?? 0)), "0.0"),
            Figures.Fixed(Figures.Median(runs.Select(run => run.WireBytesPerDelivery)), "0"),
            Messages(Figures.Median(runs.Select(run => run.EventsPerMessage))));
    }

    private static string Rest(LoadResult[] runs) => Row(
        $"`{runs[0].Target}`",
        Figures.Count(Figures.Median(runs.Select(run => run.Deliveries))),
        Milliseconds(Figures.Median(runs.Select(run => run.Latency.Half))),
        Figures.Spread([.. runs.Select(run => run.Latency.P999)], Milliseconds),
        // Memory that a process returned meanwhile is not a cost of a subscriber.
        Figures.Fixed(Math.Max(0, Figures.Median(runs.Select(run => run.ResidentKilobytesPerSubscriber))), "0"),
        runs[0].WorkerMicrosecondsPerEvent == 0 ? "" : Figures.Fixed(Figures.Median(runs.Select(run => run.WorkerMicrosecondsPerEvent)), "0.0"));

    private static string Behind(LoadResult[] runs) => runs.All(run => run.KeptUp)
        ? ""
        : $", did not keep up: {Figures.Count(Math.Round(Figures.Median(runs.Select(run => run.Deliveries)) / 1_000) * 1_000)}/s";

    private static string Messages(double events) => Figures.Fixed(events, events switch { < 1.05 => "0", < 99.95 => "0.0", _ => "0" });

    private static string Milliseconds(double value) => Figures.Fixed(value, value < 10 ? "0.0" : "0");

    private static string Row(params string[] cells) => $"| {string.Join(" | ", cells)} |";
}
