using System.Globalization;
using Gateway.Contracts;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// The time argument of a data change as UTC. Sources disagree about its type and zone: VT_DATE, a FILETIME (also as a 64-bit
/// integer), text and nothing are all taken, and the zone is an option. The raw value travels along whenever it says more.
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

    /// <summary>The item time of a timed write, as the VT_DATE the component wants; other types go as they are.</summary>
    public MxValue ForWrite(MxValue time) => time.Type is VariantType.Date or VariantType.FileTime
        ? MxValue.FromDate(DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(time.AsDateTime(), zone), DateTimeKind.Utc))
        : time;

    private DateTime? FromText(string text)
    {
        const DateTimeStyles asIs = DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces;
        if (text.Length == 0)
        {
            return null;
        }

        // Year first is not a matter of culture. With an offset in it the text names its zone itself.
        if (char.IsAsciiDigit(text[0]) && text.IndexOf('-', StringComparison.Ordinal) == 4
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, asIs, out var time))
        {
            return time.Kind == DateTimeKind.Unspecified ? InUtc(time) : time.ToUniversalTime();
        }

        if (OperatingSystem.IsWindows() && OleAut32.VarDateFromStr(text, UserLocale, 0, out var days) >= 0 && OleTime.FromDate(days) is { } date)
        {
            return InUtc(date);
        }

        return DateTime.TryParse(text, CultureInfo.InvariantCulture, asIs, out time)
            ? time.Kind == DateTimeKind.Unspecified ? InUtc(time) : time.ToUniversalTime()
            : null;
    }

    private DateTime InUtc(DateTime time)
    {
        if (zone == TimeZoneInfo.Utc)
        {
            return DateTime.SpecifyKind(time, DateTimeKind.Utc);
        }

        // An hour that the clocks skip in spring is read as if they had not.
        var local = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        return DateTime.SpecifyKind(local - zone.GetUtcOffset(local), DateTimeKind.Utc);
    }
}
