using Gateway.Contracts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Sessions.Overview;

/// <summary>
/// The last results of the gateway's health checks. A check may take long, for example when the disk does not answer, so they run beside
/// the samples. May be used on any thread.
/// </summary>
internal sealed class HealthFigures(HealthCheckService checks, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private long? _began;
    private volatile IReadOnlyList<HealthResult> _last = [];

    /// <summary>By name; empty until the first checks have ended.</summary>
    public IReadOnlyList<HealthResult> Last => _last;

    /// <summary>Runs the checks again if their results are old.</summary>
    /// <returns>Completes when the running checks have ended; it does not fail.</returns>
    public Task RefreshAsync()
    {
        lock (_gate)
        {
            if (_running.IsCompleted && (_began is not { } began || time.GetElapsedTime(began) >= Fresh))
            {
                _began = time.GetTimestamp();
                _running = Task.Run(CheckAsync);
            }

            return _running;
        }
    }

    private async Task CheckAsync()
    {
        try
        {
            var report = await checks.CheckHealthAsync();
            HealthResult[] results = [.. report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => ResultOf(entry.Key, entry.Value))];
            _last = results.SequenceEqual(_last) ? _last : results;
        }
        catch (Exception error)
        {
            _last = [new HealthResult { Name = "checks", State = HealthState.Unhealthy, Detail = $"the checks failed: {error.GetType().Name}" }];
        }
    }

    private static HealthResult ResultOf(string name, HealthReportEntry entry) => new()
    {
        Name = name,
        State = entry.Status switch
        {
            HealthStatus.Healthy => HealthState.Healthy,
            HealthStatus.Degraded => HealthState.Degraded,
            _ => HealthState.Unhealthy,
        },
        Detail = entry.Status == HealthStatus.Healthy ? null : ShortText.Of(entry.Description),
    };
}
