using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// Keeps the monitor's session: takes it over after a restart, opens it, and opens another one when it is lost. In between the monitor is
/// blind, which is told once and not alarm by alarm.
/// </summary>
internal sealed class MonitorService(
    MonitorSessionSource sessions, MonitorCommands commands, MonitorStatus status, IOptions<AlarmMonitorOptions> options, TimeProvider time)
    : BackgroundService
{
    private bool Runs => options.Value.Enabled && sessions.IsThere;

    /// <summary>Tells that there is a monitor before the first client can ask.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (Runs)
        {
            status.Of(null, options.Value.SessionTag);
            status.Become(AlarmMonitorStatus.Starting);
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Runs)
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
            await commands.ServeAsync(await sessions.FindOrOpenAsync(stoppingToken), stoppingToken);
            return true;
        }
        catch (Exception error) when (stoppingToken.IsCancellationRequested || error is GatewayException { Code: GatewayErrorCode.GatewayStopping })
        {
            return false;
        }
        catch (Exception error)
        {
            status.Blinded(error);
            return true;
        }
    }
}
