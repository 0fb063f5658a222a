using System.Diagnostics.Metrics;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Sessions.Forwarding;

internal sealed class ForwardingMetrics
{
    private readonly Histogram<double> _sent;
    private readonly Counter<long> _received;

    public ForwardingMetrics(IMeterFactory meters, CallAdmission admission)
    {
        var meter = meters.CreateGatewayMeter();
        _sent = meter.CreateDurationHistogram("gateway.cluster.command.duration", "Time from sending a command or another call to the owner of a session until its outcome.");
        _received = meter.CreateCounter<long>("gateway.cluster.command.received", "{command}", "Commands and other calls that edges sent to this owner, by outcome.");
        meter.CreateObservableGauge("gateway.cluster.command.pending", () => admission.UnderWay, "{command}", "Commands and other calls of edges that this owner has not answered.");
    }

    /// <param name="outcome"><c>completed</c>, or the error code.</param>
    /// <param name="elapsed">The time since it was sent.</param>
    public void Sent(string outcome, TimeSpan elapsed) => _sent.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="outcome"><c>completed</c>, <c>clock</c>, or the error code.</param>
    public void Received(string outcome) => _received.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
