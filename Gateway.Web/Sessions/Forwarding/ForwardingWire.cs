using System.Buffers;
using Gateway.Serialization;
using Gateway.Wire;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>The form of requests and answers: the MessagePack of the hub contract.</summary>
internal static class ForwardingWire
{
    public static byte[] Write<T>(T value)
    {
        var output = new ArrayBufferWriter<byte>();
        WireSerializer.Serialize(output, value);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a request. A member that the contract does not have is refused, as in a request of the hub.</summary>
    /// <exception cref="MalformedDataException">The bytes are not of that form.</exception>
    public static ForwardedCall ReadCall(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        return WireSerializer.DeserializeObject(ref reader, typeof(ForwardedCall), refuseUnknown: true) is ForwardedCall value && reader.End
            ? value
            : throw new MalformedDataException("Expected a call.");
    }

    /// <summary>Reads an answer. It may have members that this node does not know.</summary>
    /// <exception cref="MalformedDataException">The bytes are not of that form.</exception>
    public static ForwardedOutcome ReadOutcome(ReadOnlySpan<byte> bytes) => WireSerializer.Deserialize<ForwardedOutcome>(bytes);
}
