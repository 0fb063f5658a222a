using System.Diagnostics.Metrics;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Sessions.Cluster.Edge;

internal sealed class EdgeMetrics
{
    private readonly EdgeBacklog _backlog;
    private readonly Counter<long> _events;
    private readonly Counter<long> _filled;
    private readonly Counter<long> _holes;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _requests;
    private readonly UpDownCounter<long> _sessions;

    public EdgeMetrics(IMeterFactory meters, EdgeBacklog backlog)
    {
        _backlog = backlog;
        var meter = meters.CreateGatewayMeter();
        _events = meter.CreateCounter<long>("gateway.cluster.edge.events", "{event}", "Events of other nodes that this gateway took.");
        _filled = meter.CreateCounter<long>("gateway.cluster.edge.filled", "{event}", "Events that the log lacks and that this gateway took from their owner.");
        _holes = meter.CreateCounter<long>("gateway.cluster.edge.holes", "{hole}", "Places where the log of the site lacks events without saying so, and which their owner did not fill.");
        _skipped = meter.CreateCounter<long>("gateway.cluster.edge.skipped", "{message}", "Messages of the log and entries of the directory that are not of the documented form.");
        _requests = meter.CreateCounter<long>("gateway.cluster.edge.requests", "{request}", "Requests for items, latest values and events that the log does not have, by outcome.");
        _sessions = meter.CreateUpDownCounter<long>("gateway.cluster.edge.sessions", "{session}", "Sessions of other nodes that this gateway serves.");
        meter.CreateObservableGauge("gateway.cluster.edge.loaded", () => backlog.Loaded, "{session}", "Sessions of other nodes whose events this gateway reads.");
        meter.CreateObservableGauge("gateway.cluster.edge.lag", () => backlog.Messages, "{message}", "Messages of the log that this gateway has not taken.");
    }

    public void Took(int events) => _events.Add(events);

    public void Filled(int events) => _filled.Add(events);

    public void Hole() => _holes.Add(1);

    public void Skipped(bool isEntry) => _skipped.Add(1, new KeyValuePair<string, object?>("kind", isEntry ? "entry" : "message"));

    public void Asked(bool isAnswered) => _requests.Add(1, new KeyValuePair<string, object?>("outcome", isAnswered ? "answered" : "failed"));

    public void Followed() => _sessions.Add(1);

    public void Unfollowed() => _sessions.Add(-1);

    public void Began(SessionReplica replica) => _backlog.Add(replica);

    public void Rests(SessionReplica replica) => _backlog.Remove(replica);
}
