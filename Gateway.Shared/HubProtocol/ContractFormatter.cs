using System.Buffers;
using Gateway.Serialization;
using Gateway.Wire;
using MessagePack;
using MessagePack.Formatters;

namespace Gateway.HubProtocol;

/// <summary>
/// One contract type for the official protocol. The bytes are those of Gateway.Serialization, so that a type looks the same on the hub
/// and on the worker's pipe, and hostile bytes meet the same limits.
/// </summary>
/// <param name="refuseUnknown">Whether members that the type does not have are refused, or skipped.</param>
internal sealed class ContractFormatter<T>(bool refuseUnknown) : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        WireSerializer.SerializeObject(new WireWriter(output), value);
        writer.WriteRaw(output.WrittenSpan);
    }

    /// <exception cref="MalformedDataException">The bytes are not of that shape.</exception>
    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var rest = reader.Sequence.Slice(reader.Position);
        var own = new WireReader(rest.IsSingleSegment ? rest.First.Span : rest.ToArray());
        var value = (T?)WireSerializer.DeserializeObject(ref own, typeof(T), refuseUnknown);
        reader.ReadRaw(own.Consumed);
        return value;
    }
}
