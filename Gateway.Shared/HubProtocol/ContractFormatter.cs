using System.Buffers;
using MessagePack;
using MessagePack.Formatters;

namespace Gateway.HubProtocol;

/// <summary>
/// One contract type for the official protocol. The bytes are those of Gateway.Encoding, so that a type looks the same on the hub
/// and on the worker's pipe, and hostile bytes meet the same limits.
/// </summary>
internal sealed class ContractFormatter<T> : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        Encoding.MessagePackSerializer.SerializeObject(new Encoding.MessagePackWriter(output), value);
        writer.WriteRaw(output.WrittenSpan);
    }

    /// <exception cref="Encoding.MalformedDataException">The bytes are not of that shape.</exception>
    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var rest = reader.Sequence.Slice(reader.Position);
        var own = new Encoding.MessagePackReader(rest.IsSingleSegment ? rest.FirstSpan : rest.ToArray());
        var value = (T?)Encoding.MessagePackSerializer.DeserializeObject(ref own, typeof(T));
        reader.ReadRaw(own.Consumed);
        return value;
    }
}
