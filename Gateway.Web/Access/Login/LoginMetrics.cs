using System.Diagnostics.Metrics;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Access.Login;

internal sealed class LoginMetrics
{
    private readonly Counter<long> _attempts;

    public LoginMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateGatewayMeter();
        _attempts = meter.CreateCounter<long>("gateway.login.attempts", "{attempt}", "Log-ins by name and password, by outcome.");
    }

    public void Attempted(string outcome) => _attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
