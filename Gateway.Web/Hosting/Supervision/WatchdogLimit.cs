using System.Globalization;

namespace Gateway.Web.Hosting.Supervision;

/// <summary>How long the service manager waits for a sign of life before it ends this process.</summary>
internal sealed record WatchdogLimit(TimeSpan Time)
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    /// <param name="microseconds">The variable WATCHDOG_USEC.</param>
    /// <param name="processId">The variable WATCHDOG_PID: the process that the limit is for; empty when it is for every process that
    /// reads it.</param>
    /// <param name="ownId">The id of this process.</param>
    /// <returns>Null when the service manager expects no sign of life from this process.</returns>
    public static TimeSpan? Of(string? microseconds, string? processId, int ownId)
    {
        var isMeant = string.IsNullOrEmpty(processId) || processId == ownId.ToString(CultureInfo.InvariantCulture);
        return isMeant && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && time is > 0 and < long.MaxValue / TicksPerMicrosecond
                ? TimeSpan.FromTicks(time * TicksPerMicrosecond)
                : null;
    }
}
