using System.Diagnostics.Metrics;

namespace Gateway.Web.Platform.Metrics;

/// <summary>
/// The one meter of the gateway. Instruments are named <c>gateway.room.thing</c> and have an OpenTelemetry unit. Label values come from
/// a fixed set; they never name a session, an item or a subject.
/// </summary>
internal static class GatewayMeter
{
    public const string Name = "Gateway";

    // The bounds range from half a millisecond, the time of a step inside the gateway, to half a minute, the time of the longest
    // command.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    public static Meter CreateGatewayMeter(this IMeterFactory factory) => factory.Create(Name);

    /// <summary>A histogram of seconds with the gateway's bucket bounds.</summary>
    public static Histogram<double> CreateDurationHistogram(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, advice: Durations);
}
