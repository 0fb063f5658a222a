using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Web.Streams.Log.Journal;

/// <summary>
/// Stores, outside the journal, the last sequence that was committed, because a journal that has lost its end looks complete when it is
/// read. Two slots are written in turn, so that a write that is interrupted leaves the other slot intact. The mark is written after
/// each commit without a flush: a mark that is too low does no harm, and a power cut can only make it too low. The open file is also
/// the lock that keeps a second gateway away.
/// </summary>
internal sealed class HighWaterMark : IDisposable
{
    private const int EpochBytes = 16;
    private const int BodyBytes = EpochBytes + sizeof(long);
    private const int SlotBytes = 64;
    private const int Slots = 2;

    private readonly FileStream _file;
    private int _next;

    private HighWaterMark(FileStream file) => _file = file;

    /// <exception cref="IOException">The file cannot be opened, or another process has it open.</exception>
    public static HighWaterMark Open(string path) =>
        new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));

    /// <summary>The highest stored position; null when no slot can be read.</summary>
    public (string Epoch, long Sequence)? Read()
    {
        var found = Enumerable.Range(0, Slots).Select(slot => (Slot: slot, Mark: ReadSlot(slot))).Where(slot => slot.Mark is not null).ToArray();
        if (found.Length == 0)
        {
            return null;
        }

        // The slot with the higher count was written last. A new epoch is written to both slots.
        var latest = found.MaxBy(slot => slot.Mark!.Value.Sequence);
        _next = (latest.Slot + 1) % Slots;
        return latest.Mark;
    }

    /// <summary>Stores a position of the current epoch. It must not be lower than the positions before.</summary>
    public void Write(string epoch, long sequence)
    {
        WriteSlot(_next, epoch, sequence);
        _next = (_next + 1) % Slots;
    }

    /// <summary>Stores a position of another epoch, which replaces the current one.</summary>
    public void Restart(string epoch, long sequence)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            WriteSlot(slot, epoch, sequence);
        }
    }

    public void Dispose() => _file.Dispose();

    private (string Epoch, long Sequence)? ReadSlot(int slot)
    {
        Span<byte> bytes = stackalloc byte[SlotBytes];
        bytes.Clear();
        RandomAccess.Read(_file.SafeFileHandle, bytes, slot * SlotBytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..BodyBytes], hash);
        return hash.SequenceEqual(bytes.Slice(BodyBytes, hash.Length))
            ? (System.Text.Encoding.ASCII.GetString(bytes[..EpochBytes]), BinaryPrimitives.ReadInt64LittleEndian(bytes[EpochBytes..]))
            : null;
    }

    private void WriteSlot(int slot, string epoch, long sequence)
    {
        Span<byte> bytes = stackalloc byte[SlotBytes];
        bytes.Clear();
        System.Text.Encoding.ASCII.GetBytes(epoch, bytes[..EpochBytes]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[EpochBytes..], sequence);
        SHA256.HashData(bytes[..BodyBytes], bytes[BodyBytes..]);
        RandomAccess.Write(_file.SafeFileHandle, bytes, slot * SlotBytes);
    }
}
