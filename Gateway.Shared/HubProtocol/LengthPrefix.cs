using System.Buffers;

namespace Gateway.HubProtocol;

/// <summary>The length before each message: seven bits a byte, least significant first, at most five bytes.</summary>
internal static class LengthPrefix
{
    private const int MaxBytes = 5;

    public static void Write(IBufferWriter<byte> output, int length)
    {
        var span = output.GetSpan(MaxBytes);
        var used = 0;
        var rest = (uint)length;
        do
        {
            span[used++] = (byte)(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
            rest >>= 7;
        }
        while (rest > 0);

        output.Advance(used);
    }

    /// <summary>Takes one whole frame off the input. False when it is not all there yet; the input is then as it was.</summary>
    /// <exception cref="InvalidDataException">The length is not one.</exception>
    public static bool TryTakeFrame(ref ReadOnlySequence<byte> input, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        Span<byte> head = stackalloc byte[MaxBytes];
        var available = (int)Math.Min(input.Length, MaxBytes);
        input.Slice(0, available).CopyTo(head);
        if (!TryReadLength(head[..available], out var length, out var used) || input.Length - used < length)
        {
            return false;
        }

        frame = input.Slice(used, length);
        input = input.Slice(used + length);
        return true;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> head, out long length, out int used)
    {
        length = 0;
        for (used = 0; used < head.Length; used++)
        {
            length |= (long)(head[used] & 0x7f) << (7 * used);
            if ((head[used] & 0x80) == 0)
            {
                used++;
                return length <= int.MaxValue ? true : throw new InvalidDataException("A message is longer than 2 GiB.");
            }
        }

        return head.Length < MaxBytes ? false : throw new InvalidDataException("The length of a message has more than five bytes.");
    }
}
