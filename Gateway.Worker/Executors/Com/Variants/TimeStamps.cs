using System.Globalization;
using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// The time argument of a data change as UTC. Sources disagree about its type and zone: VT_DATE, a FILETIME (also as a 64-bit
/// integer), text and nothing are all taken, and the zone is an option. The raw value travels along whenever it says more.
/// Whatever is no time between the years 1 and 9999, in UTC too, is no time: an event is delivered without one. Dates that are
/// values are not touched: which zone they are in is known to the application that set them, and only to it.
/// </summary>
/// <param name="zone">The zone the component speaks in.</param>
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

    /// <summary>The raw value, when the converted time does not already say all of it.</summary>
    public MxValue? RawOf(MxValue raw) =>
        raw.Type is VariantType.Empty or VariantType.FileTime || (raw.Type == VariantType.Date && zone == TimeZoneInfo.Utc) ? null : raw;

    /// <summary>
    /// The item time of a timed write, as the VT_DATE the component wants; other types go as they are. False when the zone has no
    /// such time, because it is before the year 1 or after 9999 there.
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

        // Year first is not a matter of culture.
        if (char.IsAsciiDigit(text[0]) && text.IndexOf('-', StringComparison.Ordinal) == 4 && Invariant(text) is { } time)
        {
            return time;
        }

        return OperatingSystem.IsWindows() && OleAut32.VarDateFromStr(text, UserLocale, 0, out var days) >= 0 && OleTime.FromDate(days) is { } date
            ? InUtc(date)
            : Invariant(text);
    }

    // With an offset in it the text names its zone itself.
    private DateTime? Invariant(string text) =>
        !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? null
            : time.Kind == DateTimeKind.Unspecified ? InUtc(time)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment) ? moment.UtcDateTime
            : null;

    // An hour that the clocks skip in spring is read as if they had not.
    private DateTime? InUtc(DateTime time) =>
        Shifted(time, -zone.GetUtcOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified)));

    private static DateTime? Shifted(DateTime time, TimeSpan by)
    {
        var ticks = time.Ticks + by.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }
}
