namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// Converts between VT_DATE, FILETIME and UTC. A VT_DATE is a number of days as a double, which today is precise to about a
/// microsecond, so it is rounded to whole microseconds. .NET's own conversion would truncate to milliseconds.
/// </summary>
internal static class OleTime
{
    private static readonly DateTime DateZero = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime FileTimeZero = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The date; null when the number is not a date between the years 1 and 9999.</summary>
    public static DateTime? FromDate(double days)
    {
        const double limit = 3_000_000;
        if (!(Math.Abs(days) < limit))
        {
            return null;
        }

        // Before the zero date the day is negative, but the time of day still counts forward.
        var day = Math.Truncate(days);
        var microseconds = Math.Round(Math.Abs(days - day) * TimeSpan.MicrosecondsPerDay);
        var ticks = DateZero.Ticks + ((long)day * TimeSpan.TicksPerDay) + ((long)microseconds * TimeSpan.TicksPerMicrosecond);
        return IsInRange(ticks) ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }

    public static double ToDate(DateTime time)
    {
        var ticks = time.Ticks - DateZero.Ticks;
        var day = Math.Floor(ticks / (double)TimeSpan.TicksPerDay);
        var ofDay = (ticks - ((long)day * TimeSpan.TicksPerDay)) / (double)TimeSpan.TicksPerDay;
        return day < 0 ? day - ofDay : day + ofDay;
    }

    public static DateTime? FromFileTime(long fileTime) =>
        fileTime >= 0 && fileTime <= DateTime.MaxValue.Ticks - FileTimeZero.Ticks ? FileTimeZero.AddTicks(fileTime) : null;

    public static long ToFileTime(DateTime time) => time.Ticks - FileTimeZero.Ticks;

    private static bool IsInRange(long ticks) => ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
}
