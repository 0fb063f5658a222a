using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Gateway.Protocol;

/// <summary>Reads frames from a stream. One reader at a time. Does not own the stream.</summary>
public sealed class FrameReader(Stream stream)
{
    private const int BufferBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    /// <summary>Greatest body accepted, checked before anything is buffered. Raised after the handshake.</summary>
    public int MaxBody { get; set; } = ProtocolLimits.MaxHandshakeBody;

    /// <summary>The next frame, or null when the peer ended the stream between two frames.</summary>
    /// <exception cref="ProtocolException">Unknown type, body too long, or the stream ended inside a frame.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (_end - _start < ProtocolLimits.HeaderBytes)
        {
            if (await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            return _end == _start ? null : throw ProtocolException.Cut("The stream ended inside a frame header.");
        }

        var (type, length) = ParseHeader();
        var body = length == 0 ? [] : GC.AllocateUninitializedArray<byte>(length);
        var buffered = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(body);
        _start += buffered;
        await ReadRestAsync(body.AsMemory(buffered), cancellationToken).ConfigureAwait(false);
        return new Frame(type, body);
    }

    private (FrameType Type, int Length) ParseHeader()
    {
        var header = _buffer.AsSpan(_start, ProtocolLimits.HeaderBytes);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        var type = (FrameType)header[4];
        if (length > (uint)MaxBody)
        {
            throw new ProtocolException($"A frame body is longer than the {MaxBody} bytes allowed.");
        }

        if (type is < FrameType.Hello or > FrameType.Latest)
        {
            throw new ProtocolException($"Frame type {(byte)type} is unknown.");
        }

        _start += ProtocolLimits.HeaderBytes;
        return (type, (int)length);
    }

    private async ValueTask ReadRestAsync(Memory<byte> rest, CancellationToken cancellationToken)
    {
        while (rest.Length > 0)
        {
            var read = await stream.ReadAsync(rest, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw ProtocolException.Cut("The stream ended inside a frame body.");
            }

            rest = rest[read..];
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }
}
