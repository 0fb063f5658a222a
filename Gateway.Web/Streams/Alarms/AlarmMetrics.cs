using System.Diagnostics.Metrics;
using System.Text.Json;
using Gateway.Web.Platform.Metrics;
using Gateway.Web.Streams.Alarms.Reading;

namespace Gateway.Web.Streams.Alarms;

internal sealed class AlarmMetrics
{
    private readonly AlarmDistributor _distributor;
    private readonly Counter<long> _transitions;

    public AlarmMetrics(IMeterFactory meters, AlarmDistributor distributor)
    {
        _distributor = distributor;
        var meter = meters.CreateGatewayMeter();
        _transitions = meter.CreateCounter<long>("gateway.alarms.transitions", "{transition}", "Transitions written to the log of alarms, by kind.");
        meter.CreateObservableGauge("gateway.alarms.active", Active, "{alarm}", "Active alarms that are not suppressed, by band of priority; 1 is the most urgent.");
        meter.CreateObservableGauge("gateway.alarms.unacknowledged", () => Count().Unacknowledged, "{alarm}", "Alarms that wait to be acknowledged, returned ones included.");
        meter.CreateObservableGauge("gateway.alarms.unknown", () => Count().Unknown, "{alarm}", "Alarms whose condition is not known.");
        meter.CreateObservableGauge("gateway.alarms.suppressed", () => Count().Suppressed, "{alarm}", "Alarms that are shelved, silenced or disabled.");
        meter.CreateObservableGauge("gateway.alarms.watched", () => distributor.Monitor.Watched, "{alarm}", "Alarms that the monitor watches.");
        meter.CreateObservableGauge(
            "gateway.alarms.monitor.status", () => (int)distributor.Monitor.Status, "{status}", "0 off, 1 starting, 2 watching, 3 partial, 4 blind.");
    }

    public void Committed(AlarmBatch batch)
    {
        foreach (var group in batch.Records.CountBy(record => record.Transition.Kind))
        {
            _transitions.Add(group.Value, new KeyValuePair<string, object?>("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(group.Key.ToString())));
        }
    }

    private AlarmTally Count() => AlarmTally.Of(_distributor.Snapshot().Alarms);

    private IEnumerable<Measurement<int>> Active() =>
        AlarmTally.Bands.Zip(Count().Active, (band, count) => new Measurement<int>(count, new KeyValuePair<string, object?>("priority", band)));
}
