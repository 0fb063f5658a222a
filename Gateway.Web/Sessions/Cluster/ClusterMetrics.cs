using System.Diagnostics.Metrics;
using Gateway.Web.Platform.Metrics;
using Gateway.Web.Sessions.Cluster.JetStream;

namespace Gateway.Web.Sessions.Cluster;

internal sealed class ClusterMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _reconnects;
    private readonly Counter<long> _conflicts;
    private readonly Histogram<double> _acknowledged;
    private readonly TimeProvider _time;

    public ClusterMetrics(IMeterFactory meters, ConditionBoard board, PublishingBacklog backlog, TimeProvider time)
    {
        _time = time;
        var meter = meters.CreateGatewayMeter();
        _events = meter.CreateCounter<long>("gateway.cluster.publish.events", "{event}", "Events that the site's log has acknowledged.");
        _messages = meter.CreateCounter<long>("gateway.cluster.publish.messages", "{message}", "Messages that the site's log has acknowledged.");
        _gaps = meter.CreateCounter<long>("gateway.cluster.publish.gaps", "{gap}", "Gaps written to the site's log, because history no longer had the events.");
        _conflicts = meter.CreateCounter<long>("gateway.cluster.publish.conflicts", "{message}", "Messages that the site's log refused, because a subject did not end as expected.");
        _reconnects = meter.CreateCounter<long>("gateway.cluster.reconnects", "{connection}", "Connections to NATS after the first.");
        _acknowledged = meter.CreateDurationHistogram("gateway.cluster.publish.duration", "Time from publishing a message until its acknowledgement.");
        meter.CreateObservableGauge("gateway.cluster.publish.lag", () => backlog.Events, "{event}", "Events of all sessions that the site's log has not acknowledged.");
        meter.CreateObservableGauge("gateway.cluster.status", () => board.All.Select(site => StatusOf(site, board.HasSites)), "{status}", "0 off, 1 away, 2 refused, 3 publishing, 4 serving as an edge.");
    }

    public long Begin() => _time.GetTimestamp();

    public void Stored(LogMessage message, long began)
    {
        _acknowledged.Record(_time.GetElapsedTime(began).TotalSeconds);
        _messages.Add(1);
        switch (message.Kind)
        {
            case LogMessageKind.Events:
                _events.Add(message.Last - message.First!.Value + 1);
                break;
            case LogMessageKind.Gap:
                _gaps.Add(1);
                break;
        }
    }

    public void Reconnected() => _reconnects.Add(1);

    public void Conflicted() => _conflicts.Add(1);

    // The series of a gateway with one site has no label.
    private static Measurement<int> StatusOf(ClusterCondition site, bool isOneOfSeveral) => isOneOfSeveral
        ? new Measurement<int>((int)(site.State ?? 0), new KeyValuePair<string, object?>("site", site.Options.Site))
        : new Measurement<int>((int)(site.State ?? 0));
}
