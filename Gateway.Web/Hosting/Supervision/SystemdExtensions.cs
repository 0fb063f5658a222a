using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Hosting.Systemd;

namespace Gateway.Web.Hosting.Supervision;

internal static class SystemdExtensions
{
    /// <summary>
    /// Under systemd: says when the gateway is ready and when it stops (<c>Type=notify</c>), and answers the watchdog when the unit has
    /// one (<c>WatchdogSec=</c>). Elsewhere it adds nothing. Comes before all rooms, so that the watchdog stops last.
    /// </summary>
    /// <remarks>
    /// The socket decides, and not whether the parent process is called systemd, as <c>AddSystemd</c> has it: that cannot be seen under
    /// <c>ProtectProc=invisible</c>, and it would take the form of the log away from <see cref="DiagnosticsOptions.LogFormat"/>.
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
