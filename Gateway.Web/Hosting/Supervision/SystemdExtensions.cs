using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Hosting.Systemd;

namespace Gateway.Web.Hosting.Supervision;

internal static class SystemdExtensions
{
    /// <summary>
    /// Under systemd, notifies systemd when the gateway is ready and when it stops (<c>Type=notify</c>), and notifies the watchdog when
    /// the unit has one (<c>WatchdogSec=</c>). Elsewhere it adds nothing. It must come before all rooms, so that the watchdog stops
    /// last.
    /// </summary>
    /// <remarks>
    /// Whether systemd's socket is there decides, and not whether the parent process is called systemd, as in <c>AddSystemd</c>: the
    /// parent cannot be seen under <c>ProtectProc=invisible</c>, and <c>AddSystemd</c> would override the log format of
    /// <see cref="DiagnosticsOptions.LogFormat"/>.
    /// </remarks>
    public static IServiceCollection AddSystemdSupervision(this IServiceCollection services)
    {
        if (!OperatingSystem.IsLinux() || new SystemdNotifier() is not { IsEnabled: true } notifier)
        {
            return services;
        }

        services.AddSingleton<ISystemdNotifier>(notifier);
        services.AddSingleton<IHostLifetime, SystemdLifetime>();
        var limit = WatchdogLimit.Of(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId);
        if (limit is { } time)
        {
            services.AddSingleton(new WatchdogLimit(time));
            services.AddSingleton<ListenerProbe>();
            services.AddHostedService<SystemdWatchdog>();
        }

        return services;
    }
}
