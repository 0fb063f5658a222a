using System.Buffers;
using Gateway.Serialization;
using Gateway.Wire;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>The form of requests and answers: the MessagePack of the hub contract. A member that the contract does not have is refused.</summary>
internal static class ForwardingWire
{
    public static byte[] Write<T>(T value)
    {
        var output = new ArrayBufferWriter<byte>();
        WireSerializer.Serialize(output, value);
        return output.WrittenSpan.ToArray();
    }

    /// <exception cref="MalformedDataException">The bytes are not of that form.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes)
        where T : class
    {
        var reader = new WireReader(bytes);
        return WireSerializer.DeserializeObject(ref reader, typeof(T), refuseUnknown: true) is T value && reader.End ? value : throw new MalformedDataException($"Expected a {typeof(T).Name}.");
    }
}
