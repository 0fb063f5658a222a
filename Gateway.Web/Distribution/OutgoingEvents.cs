using System.Buffers;
using System.Text.Json.Serialization;
using Gateway.Contracts;
using Gateway.Encoding;
using Gateway.HubProtocol;

namespace Gateway.Web.Distribution;

/// <summary>An <see cref="EventsItem"/> on its way out: the same wire shape, the events still encoded.</summary>
[JsonConverter(typeof(OutgoingEventsJsonConverter))]
internal sealed record OutgoingEvents(long First, long Last, RowSlice[] Slices) : StreamItem, ISplicedItem
{
    public override string Kind => EventsItem.KindName;

    public int Count => Slices.Sum(slice => slice.Count);

    int ISplicedItem.EncodedLength => Slices.Sum(slice => slice.EncodedLength);

    void ISplicedItem.WriteHead(in MessagePackWriter writer)
    {
        writer.WriteMapHeader(4);
        writer.WriteString("kind");
        writer.WriteString(Kind);
        writer.WriteString("first");
        WireInteger.Write(writer, First);
        writer.WriteString("last");
        WireInteger.Write(writer, Last);
        writer.WriteString("events");
        writer.WriteArrayHeader(Count);
    }

    void ISplicedItem.WriteEncoded(IBufferWriter<byte> output)
    {
        foreach (var slice in Slices)
        {
            output.Write(slice.Encoded);
        }
    }
}
