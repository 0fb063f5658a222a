using System;
using System.Buffers;
using System.Linq;

/// <summary>Collects what is written; .NET Framework has no such class.</summary>
internal sealed class GoldenOutput : IBufferWriter<byte>
{
    private byte[] _buffer = new byte[1 << 20];
    private int _length;

    public byte[] Written => _buffer.Take(_length).ToArray();

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_length + Math.Max(sizeHint, 1) > _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
