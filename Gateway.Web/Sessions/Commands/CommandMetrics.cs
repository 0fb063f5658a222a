using System.Diagnostics.Metrics;
using Gateway.Contracts;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Sessions.Commands;

internal sealed class CommandMetrics
{
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _pending;

    public CommandMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        _duration = meter.CreateDurationHistogram("gateway.command.duration", "Time from receiving a command until its outcome.");
        _pending = meter.CreateUpDownCounter<long>("gateway.command.pending", "{command}", "Commands waiting for an answer.");
    }

    public void Begun() => _pending.Add(1);

    /// <param name="method">A name from the fixed list of methods.</param>
    /// <param name="outcome"><c>completed</c>, or the error code.</param>
    /// <param name="elapsed">The time since <see cref="Begun"/>.</param>
    public void Ended(MxMethod method, string outcome, TimeSpan elapsed)
    {
        _pending.Add(-1);
        _duration.Record(elapsed.TotalSeconds, new("method", method.ToString()), new KeyValuePair<string, object?>("outcome", outcome));
    }
}
