using System.Buffers;
using System.Text.Json;
using Gateway.Events;

namespace Gateway.Web.Streams.Events;

/// <summary>The JSON objects of a batch's event rows, joined by commas, with the offset of each.</summary>
internal sealed class EncodedRowsJson
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>Enough for some thousand events. A scratch buffer that has grown beyond this is released.</summary>
    private const int KeptScratchBytes = 512 * 1024;

    private const int FirstScratchBytes = 32 * 1024;

    // Each thread reuses its buffer and writer; only the exact result is allocated for each batch.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private readonly byte[] _utf8;
    private readonly int[] _starts;

    private EncodedRowsJson(byte[] utf8, int[] starts)
    {
        _utf8 = utf8;
        _starts = starts;
    }

    public static EncodedRowsJson Of(EncodedRows rows)
    {
        var output = _scratch ??= new ArrayBufferWriter<byte>(FirstScratchBytes);
        var writer = _writer ??= new Utf8JsonWriter(output, Options);
        try
        {
            return Of(rows, writer, output);
        }
        finally
        {
            writer.Reset();
            output.ResetWrittenCount();
            if (output.Capacity > KeptScratchBytes)
            {
                (_scratch, _writer) = (null, null);
            }
        }
    }

    private static EncodedRowsJson Of(EncodedRows rows, Utf8JsonWriter writer, ArrayBufferWriter<byte> output)
    {
        var starts = new int[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++)
        {
            starts[i] = output.WrittenCount;
            EventJson.Write(writer, rows.Rows(i, 1));
            writer.Flush();
            writer.Reset();
            output.Write(","u8);
        }

        starts[rows.Count] = output.WrittenCount;
        return new EncodedRowsJson(output.WrittenSpan.ToArray(), starts);
    }

    /// <summary>The offset of the end, without the comma after the last object.</summary>
    public ReadOnlySpan<byte> Slice(int start, int count) => _utf8.AsSpan(_starts[start]..(_starts[start + count] - 1));
}
