using System.Buffers;
using System.Buffers.Binary;

namespace Gateway.Wire;

/// <summary>Writes MessagePack in its shortest form. It has no state of its own and does not check the nesting.</summary>
public readonly ref struct WireWriter(IBufferWriter<byte> output)
{
    private readonly IBufferWriter<byte> _output = output;

    public void WriteNil() => WriteByte(0xc0);

    public void WriteBoolean(bool value) => WriteByte(value ? (byte)0xc3 : (byte)0xc2);

    public void WriteInt64(long value)
    {
        if (value >= 0)
        {
            WriteUInt64((ulong)value);
            return;
        }

        if (value >= -32)
        {
            WriteByte((byte)value);
        }
        else if (value >= sbyte.MinValue)
        {
            var span = _output.GetSpan(2);
            span[0] = 0xd0;
            span[1] = (byte)value;
            _output.Advance(2);
        }
        else if (value >= short.MinValue)
        {
            WriteHead(0xd1, (ushort)value);
        }
        else if (value >= int.MinValue)
        {
            WriteHead(0xd2, (uint)value);
        }
        else
        {
            WriteHead(0xd3, (ulong)value);
        }
    }

    public void WriteUInt64(ulong value)
    {
        if (value < 128)
        {
            WriteByte((byte)value);
        }
        else if (value <= byte.MaxValue)
        {
            var span = _output.GetSpan(2);
            span[0] = 0xcc;
            span[1] = (byte)value;
            _output.Advance(2);
        }
        else if (value <= ushort.MaxValue)
        {
            WriteHead(0xcd, (ushort)value);
        }
        else if (value <= uint.MaxValue)
        {
            WriteHead(0xce, (uint)value);
        }
        else
        {
            WriteHead(0xcf, value);
        }
    }

    public void WriteFloat(float value) => WriteHead(0xca, BitConverter.SingleToUInt32Bits(value));

    public void WriteDouble(double value) => WriteHead(0xcb, BitConverter.DoubleToUInt64Bits(value));

    public void WriteString(ReadOnlySpan<char> value)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(length);
        var span = _output.GetSpan(Math.Max(length, 1));
        _output.Advance(System.Text.Encoding.UTF8.GetBytes(value, span));
    }

    public void WriteStringHeader(int bytes)
    {
        if (bytes < 32)
        {
            WriteByte((byte)(0xa0 | bytes));
        }
        else if (bytes <= byte.MaxValue)
        {
            var span = _output.GetSpan(2);
            span[0] = 0xd9;
            span[1] = (byte)bytes;
            _output.Advance(2);
        }
        else if (bytes <= ushort.MaxValue)
        {
            WriteHead(0xda, (ushort)bytes);
        }
        else
        {
            WriteHead(0xdb, (uint)bytes);
        }
    }

    public void WriteBinary(ReadOnlySpan<byte> value)
    {
        if (value.Length <= byte.MaxValue)
        {
            var span = _output.GetSpan(2);
            span[0] = 0xc4;
            span[1] = (byte)value.Length;
            _output.Advance(2);
        }
        else if (value.Length <= ushort.MaxValue)
        {
            WriteHead(0xc5, (ushort)value.Length);
        }
        else
        {
            WriteHead(0xc6, (uint)value.Length);
        }

        _output.Write(value);
    }

    public void WriteArrayHeader(int count)
    {
        if (count < 16)
        {
            WriteByte((byte)(0x90 | count));
        }
        else if (count <= ushort.MaxValue)
        {
            WriteHead(0xdc, (ushort)count);
        }
        else
        {
            WriteHead(0xdd, (uint)count);
        }
    }

    public void WriteMapHeader(int count)
    {
        if (count < 16)
        {
            WriteByte((byte)(0x80 | count));
        }
        else if (count <= ushort.MaxValue)
        {
            WriteHead(0xde, (ushort)count);
        }
        else
        {
            WriteHead(0xdf, (uint)count);
        }
    }

    /// <summary>Copies bytes that are MessagePack already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> encoded) => _output.Write(encoded);

    private void WriteByte(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    private void WriteHead(byte code, ushort value)
    {
        var span = _output.GetSpan(3);
        span[0] = code;
        BinaryPrimitives.WriteUInt16BigEndian(span[1..], value);
        _output.Advance(3);
    }

    private void WriteHead(byte code, uint value)
    {
        var span = _output.GetSpan(5);
        span[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], value);
        _output.Advance(5);
    }

    private void WriteHead(byte code, ulong value)
    {
        var span = _output.GetSpan(9);
        span[0] = code;
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
        _output.Advance(9);
    }
}
