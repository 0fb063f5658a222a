using System.Buffers;
using System.Text.Json;
using Gateway.Events;

namespace Gateway.Web.Distribution;

/// <summary>The JSON objects of some event rows, joined by commas, and where each begins.</summary>
internal sealed class EventRowsJson
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    private readonly byte[] _utf8;
    private readonly int[] _starts;

    private EventRowsJson(byte[] utf8, int[] starts)
    {
        _utf8 = utf8;
        _starts = starts;
    }

    public static EventRowsJson Of(EventRows rows)
    {
        var output = new ArrayBufferWriter<byte>(rows.ByteCount * 5);
        var starts = new int[rows.Count + 1];
        using var writer = new Utf8JsonWriter(output, Options);
        for (var i = 0; i < rows.Count; i++)
        {
            starts[i] = output.WrittenCount;
            EventJson.Write(writer, rows.Rows(i, 1));
            writer.Flush();
            writer.Reset();
            output.Write(","u8);
        }

        starts[rows.Count] = output.WrittenCount;
        return new EventRowsJson(output.WrittenSpan.ToArray(), starts);
    }

    /// <summary>Without the comma after the last.</summary>
    public ReadOnlySpan<byte> Slice(int start, int count) => _utf8.AsSpan(_starts[start]..(_starts[start + count] - 1));
}
