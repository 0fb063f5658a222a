using System.Buffers.Text;
using Gateway.Wire;

namespace Gateway.LoadTest.Clients;

/// <summary>Finds single fields in JSON with a known layout, without parsing it.</summary>
internal static class JsonText
{
    public const byte RecordSeparator = 0x1e;

    /// <returns>-1 when there is no such field.</returns>
    public static long Number(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var at = json.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(json[(at + name.Length)..], out long value, out _) ? value : -1;
    }

    /// <returns>Microseconds since 1970; 0 when there is no such field.</returns>
    public static long Time(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var at = json.IndexOf(name);
        if (at < 0)
        {
            return 0;
        }

        var text = json[(at + name.Length)..];
        var end = text.IndexOf((byte)'"');
        return end > 0 && DateTimeOffset.TryParse(System.Text.Encoding.ASCII.GetString(text[..end]), null, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
            ? WireTime.ToMicroseconds(time.UtcDateTime)
            : 0;
    }
}
