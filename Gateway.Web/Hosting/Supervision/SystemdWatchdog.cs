using Gateway.Web.Platform.Periodic;
using Microsoft.Extensions.Hosting.Systemd;

namespace Gateway.Web.Hosting.Supervision;

/// <summary>
/// Notifies systemd twice in each watchdog period that the gateway is alive, but only when it has just answered over its own socket.
/// systemd therefore ends a gateway that hangs, and starts it again when the unit has <c>Restart=on-failure</c>.
/// It uses real time, whatever clock the rest of the gateway uses, because systemd does too.
/// </summary>
internal sealed class SystemdWatchdog(
    ISystemdNotifier notifier, WatchdogLimit limit, ListenerProbe probe, IHostApplicationLifetime lifetime, ILogger<SystemdWatchdog> logger)
    : PeriodicService(TimeProvider.System, logger)
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    protected override TimeSpan Interval => limit.Time / 2;

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
        {
            // Until the gateway is ready, systemd applies its start time-out instead of the watchdog.
            return;
        }

        // When the gateway stops, the listener is closed first, so an answer is no longer required.
        using var patience = new CancellationTokenSource(limit.Time / 4, TimeProvider.System);
        if (!lifetime.ApplicationStopping.IsCancellationRequested && !await probe.AnswersAsync(patience.Token))
        {
            SupervisionLog.NoAnswer(logger, limit.Time);
            return;
        }

        notifier.Notify(Alive);
    }
}
