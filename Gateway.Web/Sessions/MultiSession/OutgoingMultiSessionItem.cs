using System.Buffers;
using System.Text.Json.Serialization;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Web.Streams.Events;
using Gateway.Wire;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>
/// The form of a <see cref="RoutedItem"/> that the gateway sends: the same wire format, with events that are already encoded.
/// </summary>
internal sealed record OutgoingMultiSessionItem(string SessionId, string? SessionTag, string? Name, StreamItem Item) : MultiSessionItem, ISplicedItem
{
    [JsonPropertyOrder(-1)]
    public override string Kind => RoutedItem.KindName;

    int ISplicedItem.EncodedLength => (Item as ISplicedItem)?.EncodedLength ?? 0;

    void ISplicedItem.WriteHead(in WireWriter writer)
    {
        writer.WriteMapHeader(3 + (SessionTag is null ? 0 : 1) + (Name is null ? 0 : 1));
        Write(writer, "kind", Kind);
        Write(writer, "sessionId", SessionId);
        Write(writer, "sessionTag", SessionTag);
        Write(writer, "name", Name);
        writer.WriteString("item");
        if (Item is ISplicedItem spliced)
        {
            spliced.WriteHead(writer);
        }
        else
        {
            WireSerializer.SerializeObject(writer, Item);
        }
    }

    void ISplicedItem.WriteEncoded(IBufferWriter<byte> output) => (Item as ISplicedItem)?.WriteEncoded(output);

    private static void Write(in WireWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name);
            writer.WriteString(text);
        }
    }
}
