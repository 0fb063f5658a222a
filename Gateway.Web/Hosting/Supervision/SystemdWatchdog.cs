using Microsoft.Extensions.Hosting.Systemd;

namespace Gateway.Web.Hosting.Supervision;

/// <summary>
/// Tells systemd twice in each watchdog period that the gateway lives, and only when it has just answered over its own socket. A
/// gateway that hangs is therefore ended and started anew by systemd.
/// </summary>
internal sealed class SystemdWatchdog(
    ISystemdNotifier notifier, WatchdogLimit limit, ListenerProbe probe, IHostApplicationLifetime lifetime, ILogger<SystemdWatchdog> logger) : BackgroundService
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Real time, whatever clock the rest of the gateway has: systemd has no other.
        using var timer = new PeriodicTimer(limit.Time / 2, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await NotifyAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task NotifyAsync()
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
        {
            // Until the gateway is ready systemd waits for that.
            return;
        }

        // When the gateway stops the listener goes first.
        using var patience = new CancellationTokenSource(limit.Time / 4, TimeProvider.System);
        if (!lifetime.ApplicationStopping.IsCancellationRequested && !await probe.AnswersAsync(patience.Token))
        {
            SupervisionLog.NoAnswer(logger, limit.Time);
            return;
        }

        notifier.Notify(Alive);
    }
}
