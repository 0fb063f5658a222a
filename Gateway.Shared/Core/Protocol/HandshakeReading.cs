using Gateway.Serialization;
using Gateway.Wire;

namespace Gateway.Protocol;

/// <summary>Reads the frames of a handshake, whose order is fixed.</summary>
public static class HandshakeReading
{
    /// <exception cref="ProtocolException">The other side closed the pipe, or sent another or a malformed frame.</exception>
    public static async Task<T> ExpectAsync<T>(this FrameReader reader, FrameType type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var frame = await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new ProtocolException($"The other side closed the pipe during the handshake, before its {type} frame.");
        if (frame.Type != type)
        {
            throw new ProtocolException($"Expected a {type} frame during the handshake, got {frame.Type}.");
        }

        try
        {
            return WireSerializer.Deserialize<T>(frame.Body.Span);
        }
        catch (MalformedDataException error)
        {
            throw new ProtocolException($"A {type} frame is malformed.", error);
        }
    }
}
