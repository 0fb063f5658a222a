using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Alarms;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>Creates a run of the monitor from the alarms as they were committed: what was applied and not committed is applied again.</summary>
internal sealed class MonitorRunFactory(
    AlarmLog log, MonitorStatus status, IOptions<AlarmMonitorOptions> options, TimeProvider time, ILogger<MonitorService> logger)
{
    /// <summary>Waits until the log is open.</summary>
    public async Task<MonitorRun> CreateAsync(Session session, CancellationToken cancellationToken)
    {
        status.Of(session.Identity.SessionId, session.Identity.SessionTag);
        while (!log.TryOpen())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.ReopenMs), time, cancellationToken);
        }

        var (epoch, latest, tracks, _) = log.Recall();
        var book = new AlarmBook(epoch, latest, tracks, time);
        status.Count(book);
        var alarms = new MonitoredAlarms(book, log, status, options.Value, time);
        return new MonitorRun(new MonitorSession(session), alarms, options.Value, time, logger);
    }
}
