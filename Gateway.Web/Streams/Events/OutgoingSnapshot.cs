using System.Buffers;
using System.Text.Json.Serialization;
using Gateway.Contracts;
using Gateway.Wire;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The form of a <see cref="SnapshotItem"/> that the gateway sends: the same wire format, with events that are already encoded.
/// </summary>
[JsonConverter(typeof(OutgoingSnapshotJsonConverter))]
internal sealed record OutgoingSnapshot(long AsOf, EncodedRows? Rows) : StreamItem, ISplicedItem
{
    public override string Kind => SnapshotItem.KindName;

    int ISplicedItem.EncodedLength => Rows?.ByteCount ?? 0;

    void ISplicedItem.WriteHead(in WireWriter writer)
    {
        writer.WriteMapHeader(3);
        writer.WriteString("kind");
        writer.WriteString(Kind);
        writer.WriteString("asOf");
        WireInteger.Write(writer, AsOf);
        writer.WriteString("events");
        writer.WriteArrayHeader(Rows?.Count ?? 0);
    }

    void ISplicedItem.WriteEncoded(IBufferWriter<byte> output)
    {
        if (Rows is { } rows)
        {
            output.Write(rows.Rows(0, rows.Count));
        }
    }
}
