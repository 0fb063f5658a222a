using System.Diagnostics.Metrics;
using System.Text.Json;
using Gateway.Errors;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Sessions.Overview;

internal sealed class OverviewMetrics
{
    private readonly Counter<long> _faults;
    private readonly Counter<long> _losses;
    private readonly UpDownCounter<long> _watchers;

    /// <param name="meters">Makes the meter.</param>
    /// <param name="queued">Counts the events that wait in the channels of subscriptions.</param>
    public OverviewMetrics(IMeterFactory meters, Func<long> queued)
    {
        var meter = meters.CreateGatewayMeter();
        _faults = meter.CreateCounter<long>("gateway.sessions.faults", "{fault}", "Faults of sessions, by code.");
        _losses = meter.CreateCounter<long>("gateway.worker.losses", "{worker}", "Workers that were lost, so that their session is faulted.");
        _watchers = meter.CreateUpDownCounter<long>("gateway.overview.watchers", "{stream}", "Active streams of the overview.");
        meter.CreateObservableGauge("gateway.distribution.queued", queued, "{event}", "Events that wait in the channels of subscriptions.");
    }

    public void Faulted(GatewayErrorCode code)
    {
        _faults.Add(1, new KeyValuePair<string, object?>("code", JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString())));
        if (code == GatewayErrorCode.WorkerLost)
        {
            _losses.Add(1);
        }
    }

    public void WatcherStarted() => _watchers.Add(1);

    public void WatcherEnded() => _watchers.Add(-1);
}
