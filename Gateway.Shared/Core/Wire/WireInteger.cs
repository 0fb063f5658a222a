using System.Globalization;

namespace Gateway.Wire;

/// <summary>Integers on both hub wires: beyond ±2^53 they travel as decimal text, because JavaScript decoders round them.</summary>
public static class WireInteger
{
    public const long MaxExact = 1L << 53;

    public static bool IsExact(long value) => value is >= -MaxExact and <= MaxExact;

    public static void Write(in WireWriter writer, long value)
    {
        if (IsExact(value))
        {
            writer.WriteInt64(value);
        }
        else
        {
            Span<char> text = stackalloc char[20];
            value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
            writer.WriteString(text[..length]);
        }
    }

    public static void WriteUnsigned(in WireWriter writer, ulong value)
    {
        if (value <= MaxExact)
        {
            writer.WriteUInt64(value);
        }
        else
        {
            Span<char> text = stackalloc char[20];
            value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
            writer.WriteString(text[..length]);
        }
    }

    public static long Read(ref WireReader reader)
    {
        if (reader.PeekType() != WireType.String)
        {
            return reader.ReadInt64();
        }

        return long.TryParse(reader.ReadUtf8(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new MalformedDataException("Expected an integer as text.");
    }

    public static ulong ReadUnsigned(ref WireReader reader)
    {
        if (reader.PeekType() != WireType.String)
        {
            var small = reader.ReadInt64();
            return small >= 0 ? (ulong)small : throw new MalformedDataException("Expected an unsigned integer.");
        }

        return ulong.TryParse(reader.ReadUtf8(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new MalformedDataException("Expected an unsigned integer as text.");
    }
}
