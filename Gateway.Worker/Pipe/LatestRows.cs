using System.Buffers;
using System.Runtime.InteropServices;
using Gateway.Events;
using Gateway.Wire;

namespace Gateway.Worker.Pipe;

/// <summary>
/// The latest OnDataChange row of each item, copied out so that it outlives the ring: what a gateway needs to know of items
/// whose last change it can no longer be sent. One writer, the executor's thread; any thread may read.
/// </summary>
internal sealed class LatestRows
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Server, int Item), LatestRow> _rows = [];

    public void Set(int serverHandle, int itemHandle, long sequence, ReadOnlySpan<byte> row)
    {
        lock (_gate)
        {
            if (row.Length > EventRing.MaxRow)
            {
                // Nobody can be sent it, and what it followed is not the latest any more.
                _rows.Remove((serverHandle, itemHandle));
                return;
            }

            ref var latest = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, (serverHandle, itemHandle), out _);
            if (latest.Bytes is null || latest.Bytes.Length < row.Length)
            {
                // Some room to spare: a row grows by a few bytes with its numbers.
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
    /// Copies the rows of a span of sequences, oldest first, and hands them out in portions of up to about
    /// <paramref name="maxBytes"/>, at least one row each.
    /// </summary>
    /// <param name="after">The sequence before the span.</param>
    /// <param name="before">The sequence behind the span.</param>
    /// <param name="maxBytes">Bytes of a portion.</param>
    /// <param name="portion">Takes rows side by side, and their number.</param>
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

    private record struct LatestRow(byte[] Bytes, int Length, long Sequence);
}
