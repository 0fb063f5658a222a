using System.Globalization;

namespace Gateway.Web.Hosting.Supervision;

/// <summary>How long the service manager waits for a sign of life before it ends this process.</summary>
internal sealed record WatchdogLimit(TimeSpan Time)
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    /// <param name="microseconds">WATCHDOG_USEC.</param>
    /// <param name="processId">WATCHDOG_PID: the process that is meant, when it is not whoever reads it.</param>
    /// <param name="ownId">This process.</param>
    /// <returns>Null when nobody waits for this process.</returns>
    public static TimeSpan? Of(string? microseconds, string? processId, int ownId)
    {
        var isMeant = string.IsNullOrEmpty(processId) || processId == ownId.ToString(CultureInfo.InvariantCulture);
        return isMeant && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && time is > 0 and < long.MaxValue / TicksPerMicrosecond
                ? TimeSpan.FromTicks(time * TicksPerMicrosecond)
                : null;
    }
}
