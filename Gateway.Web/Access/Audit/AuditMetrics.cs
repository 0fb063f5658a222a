using System.Diagnostics.Metrics;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Access.Audit;

internal sealed class AuditMetrics
{
    private readonly Counter<long> _written;
    private readonly Counter<long> _dropped;

    public AuditMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        _written = meter.CreateCounter<long>("gateway.audit.written", "{entry}", "Audit entries written to the store.");
        _dropped = meter.CreateCounter<long>("gateway.audit.dropped", "{entry}", "Audit entries that were lost: queue full or store failing.");
    }

    public void Written(int entries) => _written.Add(entries);

    public void Dropped(int entries) => _dropped.Add(entries);
}
