using System.Text;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// Compares the measured figures with the goals, as the Markdown of RESULTS.md. Goals that were not measured are left out.
/// </summary>
internal sealed class GoalTable(IReadOnlyList<LoadResult> results)
{
    private const string MessagePack = "gateway-messagepack";
    private const string Json = "gateway-json";
    private const string Nats = "nats";
    private const int Low = 100_000;
    private const int High = 1_000_000;
    private const double ResumeMilliseconds = 100;

    private readonly List<(string Protocol, int Events, IReadOnlyList<double> Times)> _resumes = [];

    /// <param name="protocol">Name of the protocol, as the table shows it.</param>
    /// <param name="events">Number of events of each resume.</param>
    /// <param name="milliseconds">Duration of each resume.</param>
    public void Resumed(string protocol, int events, IReadOnlyList<double> milliseconds) => _resumes.Add((protocol, events, milliseconds));

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine("| target | measured | |").AppendLine("| --- | --- | --- |");
        Ratio(text, "MessagePack ≤ 1.1 × raw at 100 k/s", 1.1, (MessagePack, ResultTable.Yardstick, Low));
        Ratio(text, "≤ NATS at 100 k/s", 1, (MessagePack, Nats, Low));
        Ratio(text, "MessagePack ≤ 1.0 × raw at 1 M/s", 1, (MessagePack, ResultTable.Yardstick, High));
        Ratio(text, "≤ 0.65 × NATS at 1 M/s", 0.65, (MessagePack, Nats, High));
        Ratio(text, "JSON ≤ 1.3 × raw at both", 1.3, (Json, ResultTable.Yardstick, Low), (Json, ResultTable.Yardstick, High));
        Row(text, "p99 under 5 ms at 100 k/s", "ms", 5, [.. new[] { ("MessagePack", MessagePack), ("JSON", Json) }
            .Select(target => (target.Item1, (IReadOnlyCollection<double>)[.. Of(target.Item2, Low).Select(run => run.Latency.P99)]))]);
        Row(text, "under 8 B allocated per delivery", "B", 8, [.. new[] { Low, High }.SelectMany(rate => new[] { ("MessagePack", MessagePack), ("JSON", Json) }
            .Select(target => ($"{target.Item1} at {Figures.Count(rate)}/s", (IReadOnlyCollection<double>)[.. Of(target.Item2, rate).Select(run => run.AllocatedPerDelivery ?? 0)])))]);
        foreach (var events in _resumes.Select(resume => resume.Events).Distinct())
        {
            Row(
                text, $"resume of {Figures.Count(events)} events under {ResumeMilliseconds} ms", "ms", ResumeMilliseconds,
                [.. _resumes.Select(resume => ($"{resume.Protocol}, connecting included", (IReadOnlyCollection<double>)resume.Times))]);
        }

        return text.ToString();
    }

    private void Ratio(StringBuilder text, string goal, double limit, params (string Target, string Of, int Rate)[] pairs) => Row(
        text, goal, "×", limit,
        [.. pairs.Select(pair => (pairs.Length > 1 ? $"at {Figures.Count(pair.Rate)}/s" : "", (IReadOnlyCollection<double>)[.. Ratios(pair.Target, pair.Of, pair.Rate)]))]);

    // The ratio of each round to the other target's figure of the same round.
    private IEnumerable<double> Ratios(string target, string of, int rate) => Of(target, rate)
        .Join(Of(of, rate), run => run.Round, run => run.Round, (own, other) => own.CpuMicrosecondsPerDelivery / other.CpuMicrosecondsPerDelivery);

    private IEnumerable<LoadResult> Of(string target, int rate) => results.Where(run => run.Target == target && run.Rate == rate);

    private static void Row(StringBuilder text, string goal, string unit, double limit, IReadOnlyList<(string Name, IReadOnlyCollection<double> Values)> figures)
    {
        var measured = figures.Where(figure => figure.Values.Count > 0).ToArray();
        if (measured.Length == 0)
        {
            return;
        }

        var all = measured.Select(figure => $"{Figures.Spread(figure.Values, Digits)} {unit}{(figure.Name.Length > 0 ? $" {figure.Name}" : "")}");
        // The shown figure is compared with the limit: a ratio has two digits.
        var missed = measured.Where(figure => Math.Round(Figures.Median(figure.Values), 2) > limit).Select(figure => figure.Name).ToArray();
        var verdict = missed.Length == 0 ? "met" : missed is [{ Length: 0 }] || missed.Length == measured.Length ? "not met" : $"not met: {string.Join(", ", missed)}";
        text.AppendLine($"| {goal} | {string.Join("; ", all)} | {verdict} |");

        string Digits(double value) => Figures.Fixed(value, unit == "×" ? "0.00" : value < 10 ? "0.0" : "0");
    }
}
