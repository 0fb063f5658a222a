using System.Diagnostics.Metrics;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Sessions.Workers;

internal sealed class WorkerMetrics
{
    private readonly Histogram<double> _startDuration;
    private readonly Counter<long> _startFailures;

    public WorkerMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        _startDuration = meter.CreateDurationHistogram("gateway.worker.start.duration", "Time from the start of a worker process until it is ready.");
        _startFailures = meter.CreateCounter<long>("gateway.worker.start.failures", "{start}", "Worker starts that failed.");
    }

    public void Started(TimeSpan duration) => _startDuration.Record(duration.TotalSeconds);

    public void StartFailed() => _startFailures.Add(1);
}
