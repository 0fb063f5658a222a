using System.Buffers;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Gateway.Contracts;
using Gateway.Wire;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The form of an <see cref="EventsItem"/> that the gateway sends: the same wire format, with events that are already encoded.
/// </summary>
[JsonConverter(typeof(OutgoingEventsJsonConverter))]
internal sealed record OutgoingEvents(long First, long Last, RowSlice[] Slices) : StreamItem, ISplicedItem
{
    /// <summary>Enough for two numbers of 20 digits.</summary>
    private const int JsonHeadBytes = 128;

    // The constant parts of the item's head: a map of four fields, kind, first, last and events.
    private static readonly byte[] KindAndFirst = Encoded(output =>
    {
        var writer = new WireWriter(output);
        writer.WriteMapHeader(4);
        writer.WriteString("kind");
        writer.WriteString(EventsItem.KindName);
        writer.WriteString("first");
    });

    private static readonly byte[] NameOfLast = Encoded(output => new WireWriter(output).WriteString("last"));
    private static readonly byte[] NameOfEvents = Encoded(output => new WireWriter(output).WriteString("events"));

    public override string Kind => EventsItem.KindName;

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var slice in Slices)
            {
                count += slice.Count;
            }

            return count;
        }
    }

    int ISplicedItem.EncodedLength
    {
        get
        {
            var length = 0;
            foreach (var slice in Slices)
            {
                length += slice.EncodedLength;
            }

            return length;
        }
    }

    /// <summary>An item of a whole batch, which is what most readers get: it is made once and shared by them.</summary>
    public static OutgoingEvents Whole(EncodedRows rows) => new(rows.First, rows.Last, [new RowSlice(rows, 0, rows.Count)]);

    /// <summary>An item of the slices, accounting for the sequences from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static OutgoingEvents Of(long first, long last, List<RowSlice> slices) =>
        slices is [var only] && only.Count == only.Rows.Count && first == only.Rows.First && last == only.Rows.Last
            ? only.Rows.Whole
            : new OutgoingEvents(first, last, [.. slices]);

    void ISplicedItem.WriteHead(in WireWriter writer)
    {
        writer.WriteRaw(KindAndFirst);
        WireInteger.Write(writer, First);
        writer.WriteRaw(NameOfLast);
        WireInteger.Write(writer, Last);
        writer.WriteRaw(NameOfEvents);
        writer.WriteArrayHeader(Count);
    }

    void ISplicedItem.WriteEncoded(IBufferWriter<byte> output)
    {
        foreach (var slice in Slices)
        {
            output.Write(slice.Encoded);
        }
    }

    /// <summary>The item as JSON, spliced from the events' shared JSON.</summary>
    public void WriteJson(IBufferWriter<byte> output)
    {
        Span<byte> head = stackalloc byte[JsonHeadBytes];
        Utf8.TryWrite(head, CultureInfo.InvariantCulture, $"{{\"kind\":\"{EventsItem.KindName}\",\"first\":{First},\"last\":{Last},\"events\":[", out var length);
        output.Write(head[..length]);
        for (var i = 0; i < Slices.Length; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            output.Write(Slices[i].Rows.Json(Slices[i].Start, Slices[i].Count));
        }

        output.Write("]}"u8);
    }

    private static byte[] Encoded(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
