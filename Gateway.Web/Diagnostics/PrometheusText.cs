using System.Globalization;
using System.Text;

namespace Gateway.Web.Diagnostics;

/// <summary>Writes the Prometheus text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricReading> readings)
    {
        var text = new StringBuilder();
        foreach (var reading in readings.Where(reading => reading.Samples.Count > 0))
        {
            WriteHead(text, reading);
            foreach (var sample in reading.Samples)
            {
                WriteSample(text, reading, sample);
            }
        }

        return text.ToString();
    }

    private static void WriteHead(StringBuilder text, MetricReading reading)
    {
        if (reading.Help is { Length: > 0 } help)
        {
            text.Append("# HELP ").Append(reading.Name).Append(' ').Append(MetricNames.EscapeHelp(help)).Append('\n');
        }

        text.Append("# TYPE ").Append(reading.Name).Append(' ').Append(TypeOf(reading.Kind)).Append('\n');
    }

    private static void WriteSample(StringBuilder text, MetricReading reading, MetricSample sample)
    {
        if (reading.Kind != MetricKind.Histogram)
        {
            WriteLine(text, reading.Name, sample.Labels, sample.Value);
            return;
        }

        long cumulated = 0;
        for (var i = 0; i < sample.Buckets.Count; i++)
        {
            cumulated += sample.Buckets[i];
            var bound = i < reading.Bounds.Count ? Number(reading.Bounds[i]) : "+Inf";
            WriteLine(text, $"{reading.Name}_bucket", Join(sample.Labels, $"le=\"{bound}\""), cumulated);
        }

        WriteLine(text, $"{reading.Name}_sum", sample.Labels, sample.Value);
        WriteLine(text, $"{reading.Name}_count", sample.Labels, sample.Count);
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Join(string labels, string more) => labels.Length == 0 ? more : $"{labels},{more}";

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter or MetricKind.ObservedCounter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
