using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Gateway.Serialization;

namespace Gateway.Protocol;

/// <summary>Writes frames to a stream, whole ones, from any thread. Does not own the stream.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore's wait handle is never used, so there is nothing to dispose; after Dispose its waiters would wait for ever.")]
public sealed class FrameWriter(Stream stream)
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Writes a control frame: the message as a MessagePack map.</summary>
    public ValueTask WriteAsync<T>(FrameType type, T message, CancellationToken cancellationToken) =>
        WriteAsync(Encode(type, message), cancellationToken);

    /// <summary>Writes bytes that are one or more whole frames.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The write cannot be cancelled, because an incomplete frame would corrupt the stream for all later frames.
            await stream.WriteAsync(frames, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A control frame as bytes.</summary>
    public static ReadOnlyMemory<byte> Encode<T>(FrameType type, T message)
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.Advance(ReserveHeader(output));
        WireSerializer.Serialize(output, message);
        var frame = output.WrittenMemory;
        WriteHeader(System.Runtime.InteropServices.MemoryMarshal.AsMemory(frame).Span, type, frame.Length - ProtocolLimits.HeaderBytes);
        return frame;
    }

    public static void WriteHeader(Span<byte> destination, FrameType type, int bodyLength)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)bodyLength);
        destination[4] = (byte)type;
    }

    private static int ReserveHeader(ArrayBufferWriter<byte> output)
    {
        output.GetSpan(ProtocolLimits.HeaderBytes)[..ProtocolLimits.HeaderBytes].Clear();
        return ProtocolLimits.HeaderBytes;
    }
}
