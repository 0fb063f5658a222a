using System.Buffers;
using System.Runtime.InteropServices;
using Gateway.Events;
using Gateway.Wire;

namespace Gateway.Worker.Pipe;

/// <summary>
/// A copy of the latest OnDataChange row of each item, which outlives the ring. From it the gateway gets the last values of items
/// whose last change is no longer in the ring. Written only on the executor's thread; any thread may read.
/// </summary>
internal sealed class LatestRows
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Server, int Item), StoredRow> _rows = [];

    public void Set(int serverHandle, int itemHandle, long sequence, ReadOnlySpan<byte> row)
    {
        lock (_gate)
        {
            if (row.Length > EventRing.MaxRow)
            {
                // This row cannot be sent, and the previous row is no longer the latest one.
                _rows.Remove((serverHandle, itemHandle));
                return;
            }

            ref var latest = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, (serverHandle, itemHandle), out _);
            if (latest.Bytes is null || latest.Bytes.Length < row.Length)
            {
                // A few bytes are spare, because a row grows slightly with its numbers.
                latest.Bytes = new byte[row.Length + 8];
            }

            row.CopyTo(latest.Bytes);
            latest.Length = row.Length;
            latest.Sequence = sequence;
        }
    }

    /// <summary>The latest data change of an item; null when there is none.</summary>
    public MxEvent? Find(int serverHandle, int itemHandle)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue((serverHandle, itemHandle), out var row))
            {
                return null;
            }

            var reader = new WireReader(row.Bytes.AsSpan(0, row.Length));
            return EventRow.Read(ref reader);
        }
    }

    public void Remove(int serverHandle, int itemHandle)
    {
        lock (_gate)
        {
            _rows.Remove((serverHandle, itemHandle));
        }
    }

    /// <summary>
    /// Copies the rows of a range of sequences, oldest first, and passes them on in portions of up to about
    /// <paramref name="maxBytes"/>, with at least one row each.
    /// </summary>
    /// <param name="after">The sequence before the range.</param>
    /// <param name="before">The sequence after the range.</param>
    /// <param name="maxBytes">Approximate size of a portion in bytes.</param>
    /// <param name="portion">Gets adjacent rows and their number.</param>
    public void Collect(long after, long before, int maxBytes, Action<ReadOnlyMemory<byte>, int> portion)
    {
        var rows = new ArrayBufferWriter<byte>();
        var count = 0;
        lock (_gate)
        {
            foreach (var row in _rows.Values.Where(row => row.Sequence > after && row.Sequence < before).OrderBy(row => row.Sequence))
            {
                if (count > 0 && rows.WrittenCount + row.Length > maxBytes)
                {
                    portion(rows.WrittenMemory, count);
                    rows.ResetWrittenCount();
                    count = 0;
                }

                rows.Write(row.Bytes.AsSpan(0, row.Length));
                count++;
            }
        }

        if (count > 0)
        {
            portion(rows.WrittenMemory, count);
        }
    }

    private record struct StoredRow(byte[] Bytes, int Length, long Sequence);
}
