using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Gateway.Events;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.LoadTest.Baselines;

/// <summary>
/// Messages with exactly the bytes that the gateway sends for such events, made by copying one encoded event and setting its
/// number and times. So the baselines get their events at almost no cost, and the readers of both sides do the same work.
/// </summary>
internal sealed class EventTemplate
{
    /// <summary>All numbers are above this base, so that they have the same width.</summary>
    public const long SequenceBase = 1_000_000_000;

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    private readonly byte[] _json;
    private readonly int _jsonSequence;
    private readonly int[] _jsonTimes;
    private readonly byte[] _row;
    private readonly int _rowSequence;
    private readonly int _rowTime;

    public EventTemplate()
    {
        // Seven digits of the second; JSON would drop zeros at the end.
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567);
        var row = new ArrayBufferWriter<byte>();
        EventRow.Write(new WireWriter(row), SequenceBase, time, new DataChange(1, 23, MxValue.FromInt32(4711), 192, time));
        _row = row.WrittenSpan.ToArray();
        (_rowSequence, _rowTime) = Offsets(_row);
        _json = Json(_row, time);
        _jsonSequence = _json.AsSpan().IndexOf("\"sequence\":"u8) + "\"sequence\":".Length;
        _jsonTimes = [TimeAt("\"sourceTime\":\""), TimeAt("\"workerTime\":\"")];
    }

    /// <summary>One event as a JSON object.</summary>
    public byte[] JsonEvent(long sequence, DateTime time)
    {
        var json = new byte[_json.Length];
        WriteJson(json, sequence, System.Text.Encoding.ASCII.GetBytes(time.ToString(TimeFormat, CultureInfo.InvariantCulture)));
        return json;
    }

    /// <summary>A stream item of SignalR's JSON protocol.</summary>
    public byte[] JsonMessage(long first, int count, DateTime time)
    {
        var head = System.Text.Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $$"""{"type":2,"invocationId":"1","item":{"kind":"events","first":{{first}},"last":{{first + count - 1}},"events":["""));
        var tail = "]}}\u001e"u8;
        var message = GC.AllocateUninitializedArray<byte>(head.Length + (count * (_json.Length + 1)) - 1 + tail.Length);
        head.CopyTo(message, 0);
        var at = head.Length;
        var timeText = System.Text.Encoding.ASCII.GetBytes(time.ToString(TimeFormat, CultureInfo.InvariantCulture));
        for (var i = 0; i < count; i++)
        {
            WriteJson(message.AsSpan(at), first + i, timeText);
            at += _json.Length;
            message[at++] = (byte)',';
        }

        tail.CopyTo(message.AsSpan(at - 1));
        return message;
    }

    /// <summary>A stream item of SignalR's MessagePack protocol, with its length prefix.</summary>
    public byte[] MessagePackMessage(long first, int count, DateTime time)
    {
        var head = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(head);
        writer.WriteArrayHeader(4);
        writer.WriteInt64(2);
        writer.WriteMapHeader(0);
        writer.WriteString("1");
        writer.WriteMapHeader(4);
        writer.WriteString("kind");
        writer.WriteString("events");
        writer.WriteString("first");
        writer.WriteInt64(first);
        writer.WriteString("last");
        writer.WriteInt64(first + count - 1);
        writer.WriteString("events");
        writer.WriteArrayHeader(count);
        var length = head.WrittenCount + (count * _row.Length);
        var message = new byte[5 + length];
        var at = WriteLength(message, length);
        head.WrittenSpan.CopyTo(message.AsSpan(at));
        at += head.WrittenCount;
        var micros = WireTime.ToMicroseconds(time);
        for (var i = 0; i < count; i++, at += _row.Length)
        {
            WriteRow(message.AsSpan(at), first + i, micros);
        }

        return message[..at];
    }

    private static (int Sequence, int Time) Offsets(byte[] row)
    {
        var reader = new WireReader(row);
        reader.ReadArrayHeader();
        var sequence = reader.Consumed + 1;
        for (var i = 0; i < 4; i++)
        {
            reader.Skip();
        }

        return (sequence, reader.Consumed + 1);
    }

    private static byte[] Json(byte[] row, DateTime time)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            EventJson.Write(writer, row);
        }

        // The worker's time is in whole microseconds; its text has the width of the full form.
        var text = System.Text.Encoding.ASCII.GetString(output.WrittenSpan);
        return System.Text.Encoding.ASCII.GetBytes(text.Replace(
            time.AddTicks(-7).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture), time.ToString(TimeFormat, CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    private static int WriteLength(Span<byte> destination, int length)
    {
        var used = 0;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            destination[used++] = (byte)(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
            if (rest <= 0x7f)
            {
                return used;
            }
        }
    }

    private int TimeAt(string name)
    {
        var at = _json.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(name));
        return at >= 0 ? at + name.Length : throw new InvalidOperationException($"An event has no {name}.");
    }

    private void WriteJson(Span<byte> destination, long sequence, ReadOnlySpan<byte> time)
    {
        _json.CopyTo(destination);
        sequence.TryFormat(destination[_jsonSequence..], out _, default, CultureInfo.InvariantCulture);
        foreach (var at in _jsonTimes)
        {
            time.CopyTo(destination[at..]);
        }
    }

    private void WriteRow(Span<byte> destination, long sequence, long micros)
    {
        _row.CopyTo(destination);
        BinaryPrimitives.WriteUInt32BigEndian(destination[_rowSequence..], (uint)sequence);
        BinaryPrimitives.WriteInt64BigEndian(destination[_rowTime..], micros);
    }
}
