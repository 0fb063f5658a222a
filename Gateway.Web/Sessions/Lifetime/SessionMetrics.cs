using System.Diagnostics.Metrics;
using Gateway.Contracts;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Sessions.Lifetime;

internal sealed class SessionMetrics
{
    private readonly UpDownCounter<long> _sessions;
    private readonly Counter<long> _opened;

    public SessionMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        _sessions = meter.CreateUpDownCounter<long>("gateway.sessions", "{session}", "Listed sessions, including faulted ones.");
        _opened = meter.CreateCounter<long>("gateway.sessions.opened", "{session}", "Requests to open a session, by outcome.");
    }

    public void Listed() => _sessions.Add(1);

    public void Unlisted() => _sessions.Add(-1);

    public void Opened(SessionState outcome) =>
        _opened.Add(1, new KeyValuePair<string, object?>("outcome", outcome == SessionState.Ready ? "ready" : "failed"));
}
