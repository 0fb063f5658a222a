using System.Globalization;
using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// Converts the time argument of a data change to UTC. Sources disagree about its type and zone: VT_DATE, FILETIME (also as a
/// 64-bit integer), text and nothing are accepted, and the zone is an option. The raw value is passed on as well if it has more
/// information than the converted time. A time that is not between the years 1 and 9999, in UTC too, counts as no time, and the
/// event is delivered without one. Dates that are values are not converted, because only the application that set them knows
/// their zone.
/// </summary>
/// <param name="zone">The time zone of the component's times.</param>
internal sealed class TimeStamps(TimeZoneInfo zone)
{
    private const uint UserLocale = 0x400;

    public DateTime? ToUtc(MxValue raw) => raw.Type switch
    {
        VariantType.Date => InUtc(raw.AsDateTime()),

        // A FILETIME is UTC by definition.
        VariantType.FileTime => raw.AsDateTime(),
        VariantType.Int64 or VariantType.UInt64 => OleTime.FromFileTime(raw.AsInt64()),
        VariantType.String => FromText(raw.AsString()),
        _ => null,
    };

    /// <summary>The raw value, if it has information that the converted time does not have; otherwise null.</summary>
    public MxValue? RawOf(MxValue raw) =>
        raw.Type is VariantType.Empty or VariantType.FileTime || (raw.Type == VariantType.Date && zone == TimeZoneInfo.Utc) ? null : raw;

    /// <summary>
    /// Converts the item time of a timed write to the VT_DATE that the component requires; values of other types pass unchanged.
    /// False when the time does not exist in the zone, because there it is before the year 1 or after 9999.
    /// </summary>
    public bool TryForWrite(MxValue time, out MxValue written)
    {
        written = time;
        if (time.Type is not (VariantType.Date or VariantType.FileTime))
        {
            return true;
        }

        var utc = time.AsDateTime();
        var local = Shifted(utc, zone.GetUtcOffset(utc));
        written = local is { } shifted ? MxValue.FromDate(shifted) : time;
        return local is not null;
    }

    private DateTime? FromText(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        // A date that starts with the year reads the same in every culture.
        if (char.IsAsciiDigit(text[0]) && text.IndexOf('-', StringComparison.Ordinal) == 4 && Invariant(text) is { } time)
        {
            return time;
        }

        return OperatingSystem.IsWindows() && OleAut32.VarDateFromStr(text, UserLocale, 0, out var days) >= 0 && OleTime.FromDate(days) is { } date
            ? InUtc(date)
            : Invariant(text);
    }

    // A text with an offset names its zone itself.
    private DateTime? Invariant(string text) =>
        !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? null
            : time.Kind == DateTimeKind.Unspecified ? InUtc(time)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment) ? moment.UtcDateTime
            : null;

    // A local time that the change to summer time skips is read with the offset from before the change.
    private DateTime? InUtc(DateTime time) =>
        Shifted(time, -zone.GetUtcOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified)));

    private static DateTime? Shifted(DateTime time, TimeSpan by)
    {
        var ticks = time.Ticks + by.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }
}
