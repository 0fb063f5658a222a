using System.Globalization;
using System.Text;

namespace Gateway.LoadTest.Runs;

/// <summary>Results as a Markdown table: medians, and the spread of what is compared.</summary>
internal static class ResultTable
{
    private const string Yardstick = "raw-json";

    public static string Of(IReadOnlyList<LoadResult> results)
    {
        var text = new StringBuilder();
        foreach (var rate in results.GroupBy(result => result.Rate))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"### {rate.Key:N0} deliveries/s").AppendLine()
                .AppendLine("| target | deliveries/s | server CPU µs/delivery (least–most) | × raw-json | p50 / p99 / p99.9 ms | allocated B/delivery | wire B/delivery | events/message | KB/subscriber | worker µs/event |")
                .AppendLine("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
            var yardsticks = rate.Where(result => result.Target == Yardstick).Select(result => result.CpuMicrosecondsPerDelivery).ToArray();
            foreach (var target in rate.GroupBy(result => result.Target))
            {
                text.AppendLine(Row([.. target], yardsticks));
            }

            text.AppendLine();
        }

        return text.ToString();
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    private static string Row(IReadOnlyList<LoadResult> runs, double[] yardsticks)
    {
        var cpu = runs.Select(run => run.CpuMicrosecondsPerDelivery).ToArray();
        // Of each round with the yardstick of the same round.
        var ratios = cpu.Zip(yardsticks, (own, yardstick) => own / yardstick).ToArray();
        var cells = new[]
        {
            runs[0].Target,
            Text(runs, run => run.Deliveries, "N0") + (runs.All(run => run.KeptUp) ? "" : " (did not keep up)"),
            $"{Text(runs, run => run.CpuMicrosecondsPerDelivery, "0.000")} ({F(cpu.Min(), "0.000")}–{F(cpu.Max(), "0.000")})",
            ratios.Length == 0 ? "" : F(Median(ratios), "0.00"),
            $"{Text(runs, run => run.Latency.Half, "0.0")} / {Text(runs, run => run.Latency.P99, "0.0")} / {Text(runs, run => run.Latency.P999, "0.0")}",
            runs[0].AllocatedPerDelivery is null ? "" : Text(runs, run => run.AllocatedPerDelivery ?? 0, "0.0"),
            Text(runs, run => run.WireBytesPerDelivery, "0"),
            Text(runs, run => run.EventsPerMessage, "0.0"),
            Text(runs, run => run.ResidentKilobytesPerSubscriber, "0"),
            runs[0].WorkerMicrosecondsPerEvent == 0 ? "" : Text(runs, run => run.WorkerMicrosecondsPerEvent, "0.0"),
        };
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string Text(IEnumerable<LoadResult> runs, Func<LoadResult, double> figure, string format) => F(Median(runs.Select(figure)), format);

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
