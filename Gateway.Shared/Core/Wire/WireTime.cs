using System.Globalization;

namespace Gateway.Wire;

/// <summary>
/// Times on the MessagePack wires: an integer of microseconds since 1970 UTC, or, when the 100 ns digit is not zero, the
/// array <c>[microseconds, digit]</c>. Microseconds are exact in a double until the year 2255. ISO-8601 text is read too.
/// </summary>
public static class WireTime
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    public static long ToMicroseconds(DateTime utc) => Math.DivRem(utc.Ticks - DateTime.UnixEpoch.Ticks, TicksPerMicrosecond) switch
    {
        (var quotient, < 0) => quotient - 1,
        (var quotient, _) => quotient,
    };

    public static int DigitOf(DateTime utc) => (int)(utc.Ticks % TicksPerMicrosecond);

    /// <exception cref="MalformedDataException">The time is outside the years 1 to 9999.</exception>
    public static DateTime FromMicroseconds(long microseconds, int digit = 0)
    {
        const long least = -62135596800000000;
        const long most = 253402300799999999;
        return microseconds is >= least and <= most && digit is >= 0 and <= 9
            ? new DateTime(DateTime.UnixEpoch.Ticks + (microseconds * TicksPerMicrosecond) + digit, DateTimeKind.Utc)
            : throw new MalformedDataException("A time is outside the years 1 to 9999.");
    }

    public static void Write(in WireWriter writer, DateTime utc)
    {
        var digit = DigitOf(utc);
        if (digit != 0)
        {
            writer.WriteArrayHeader(2);
        }

        WireInteger.Write(writer, ToMicroseconds(utc));
        if (digit != 0)
        {
            writer.WriteInt64(digit);
        }
    }

    /// <summary>
    /// Writes an element of an array. A number below ten is always written with its digit, even 0: otherwise, as the second of two
    /// elements, it would be read as the digit of the first.
    /// </summary>
    public static void WriteElement(in WireWriter writer, DateTime utc)
    {
        var microseconds = ToMicroseconds(utc);
        if (DigitOf(utc) != 0 || microseconds is <= 0 or > 9)
        {
            Write(writer, utc);
            return;
        }

        writer.WriteArrayHeader(2);
        writer.WriteInt64(microseconds);
        writer.WriteInt64(0);
    }

    public static DateTime Read(ref WireReader reader)
    {
        switch (reader.PeekType())
        {
            case WireType.Integer:
                return FromMicroseconds(reader.ReadInt64());
            case WireType.String:
                return ReadText(reader.ReadString());
        }

        if (reader.ReadArrayHeader() != 2)
        {
            throw new MalformedDataException("Expected a time.");
        }

        var microseconds = WireInteger.Read(ref reader);
        return FromMicroseconds(microseconds, reader.ReadInt32());
    }

    // Microseconds of the year 2255 and later, or a time as JSON has it.
    private static DateTime ReadText(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)
            ? FromMicroseconds(microseconds)
            : IsoTime.Parse(text) ?? throw new MalformedDataException("Expected a time: microseconds since 1970, or ISO-8601 text of a day that exists.");
}
