using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Alarms;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// Keeps the monitor's session: takes it over after a restart, opens it, and opens another one when it is lost. In between the monitor is
/// blind, which is told once and not alarm by alarm.
/// </summary>
internal sealed class MonitorService(
    SessionManager sessions, AlarmLog log, MonitorStatus status, MonitorCommands commands, IOptions<AlarmMonitorOptions> options, TimeProvider time,
    ILogger<MonitorService> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private AlarmBook? _book;

    /// <summary>Tells that there is a monitor before the first client can ask.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
        {
            status.Of(null, options.Value.SessionTag);
            status.Become(AlarmMonitorStatus.Starting, 0, 0);
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        await Task.Yield();
        var wait = options.Value.ReopenMs;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            if (!await TryRunAsync(stoppingToken))
            {
                return;
            }

            // A session that lived for a while is no reason to wait long.
            wait = time.GetElapsedTime(began).TotalMilliseconds > options.Value.MaxReopenMs ? options.Value.ReopenMs : wait;
            await Task.Delay(TimeSpan.FromMilliseconds(wait), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = Math.Min(wait * 2, options.Value.MaxReopenMs);
        }
    }

    /// <returns>False when the gateway stops.</returns>
    private async Task<bool> TryRunAsync(CancellationToken stoppingToken)
    {
        try
        {
            var session = await FindOrOpenAsync(stoppingToken);
            status.Of(session.Identity.SessionId, session.Identity.SessionTag);
            var run = new MonitorRun(new MonitorSession(session), await RecallAsync(stoppingToken), log, status, options.Value, time, logger);
            await commands.ServeAsync(run, stoppingToken);
            return true;
        }
        catch (Exception error) when (stoppingToken.IsCancellationRequested || error is GatewayException { Code: GatewayErrorCode.GatewayStopping })
        {
            return false;
        }
        catch (Exception error)
        {
            if (error is not GatewayException)
            {
                logger.Failed(error);
            }

            status.Become(AlarmMonitorStatus.Blind, _book?.Tracks.Count ?? 0, _book?.Unknown ?? 0, error is GatewayException ? error.Message : "The monitor failed.");
            return true;
        }
    }

    // The alarms as they were committed: what was applied and not committed is applied again.
    private async Task<AlarmBook> RecallAsync(CancellationToken cancellationToken)
    {
        while (!log.TryOpen())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.ReopenMs), time, cancellationToken);
        }

        var (epoch, latest, tracks, _) = log.Recall();
        return _book = new AlarmBook(epoch, latest, tracks, time);
    }

    private async Task<Session> FindOrOpenAsync(CancellationToken cancellationToken)
    {
        while (sessions.All.FirstOrDefault(IsCandidate) is { } session)
        {
            if (session.Status.State == SessionState.Ready)
            {
                if (session.Identity.SessionTag != options.Value.SessionTag)
                {
                    await session.Life.SetTagAsync(options.Value.SessionTag);
                }

                return session;
            }

            await Task.Delay(Look, time, cancellationToken);
        }

        var request = new OpenSessionRequest
        {
            Name = "Alarm monitor",
            SessionTag = options.Value.SessionTag,
            Backend = options.Value.Backend,
        };
        return await sessions.OpenAsync(request, SessionIdentity.GatewayOwner, cancellationToken);
    }

    // One of another backend is closed by its lease.
    private bool IsCandidate(Session session) => session.Identity.IsOfGateway
        && (options.Value.Backend is null || session.Identity.Backend == options.Value.Backend)
        && session.Status.State is (SessionState.Creating or SessionState.Starting or SessionState.Ready);
}
