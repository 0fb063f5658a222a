using System.Buffers;
using Gateway.Protocol;

namespace Gateway.Worker.Pipe;

/// <summary>
/// Store of recent event rows, bounded by number and bytes. A new row always gets room: the oldest rows are overwritten, so the
/// executor's thread never waits. One thread appends; any thread may read. All memory is allocated at construction.
/// </summary>
public sealed class EventRing
{
    /// <summary>Largest row that fits into a frame of the pipe.</summary>
    public const int MaxRow = ProtocolLimits.MaxBody - ProtocolLimits.EventsPrefixBytes;

    private readonly Lock _gate = new();
    private readonly byte[] _rows;
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private long _oldest = 1;
    private long _latest;
    private long _read;
    private long _overwritten;
    private long _bytes;
    private int _head;

    /// <param name="maxEvents">Largest number of rows.</param>
    /// <param name="maxBytes">Largest number of bytes of all rows.</param>
    public EventRing(int maxEvents, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        _rows = GC.AllocateUninitializedArray<byte>(maxBytes);
        _starts = new int[maxEvents];
        _lengths = new int[maxEvents];
    }

    /// <summary>Sequence of the newest row; 0 before the first one.</summary>
    public long Latest => Volatile.Read(ref _latest);

    public RingState State
    {
        get
        {
            lock (_gate)
            {
                return new RingState(_oldest, _latest, (int)(_latest - _oldest + 1), _bytes, _overwritten);
            }
        }
    }

    /// <summary>
    /// Adds the row with sequence <see cref="Latest"/> + 1. A row that is larger than the ring or a frame leaves a hole in its
    /// place.
    /// </summary>
    public void Append(ReadOnlySpan<byte> row)
    {
        lock (_gate)
        {
            if (_latest - _oldest + 1 == _starts.Length)
            {
                EvictOldest();
            }

            var slot = Slot(_latest + 1);
            var fits = row.Length <= Math.Min(_rows.Length, MaxRow);
            _lengths[slot] = fits ? row.Length : 0;
            if (fits)
            {
                _starts[slot] = Place(row);
            }
            else
            {
                _overwritten++;
            }

            Volatile.Write(ref _latest, _latest + 1);
        }
    }

    /// <summary>
    /// Copies rows after a sequence, oldest first and without a hole between them, up to about <paramref name="maxBytes"/> and at
    /// least one. If the requested rows no longer exist, it starts with the oldest row that does.
    /// </summary>
    /// <returns>First sequence and number of the copied rows; the number is 0 when there are no rows after
    /// <paramref name="after"/>.</returns>
    public (long First, int Count) Read(long after, int maxBytes, IBufferWriter<byte> destination)
    {
        lock (_gate)
        {
            var first = Math.Max(after + 1, _oldest);
            while (first <= _latest && _lengths[Slot(first)] == 0)
            {
                first++;
            }

            var next = first;
            var copied = 0;
            while (next <= _latest && _lengths[Slot(next)] is > 0 and var length && (copied == 0 || copied + length <= maxBytes))
            {
                var run = RunAt(ref next, maxBytes - copied);
                destination.Write(run);
                copied += run.Length;
            }

            _read = Math.Max(_read, next - 1);
            return (first, (int)(next - first));
        }
    }

    // Rows that are adjacent in memory are copied together. Takes at least one row and moves the sequence past the taken rows.
    private ReadOnlySpan<byte> RunAt(ref long sequence, int maxBytes)
    {
        var start = _starts[Slot(sequence)];
        var end = start + _lengths[Slot(sequence)];
        sequence++;
        while (sequence <= _latest && _lengths[Slot(sequence)] is > 0 and var length && _starts[Slot(sequence)] == end && end + length - start <= maxBytes)
        {
            end += length;
            sequence++;
        }

        return _rows.AsSpan(start, end - start);
    }

    private int Place(ReadOnlySpan<byte> row)
    {
        if (_head + row.Length > _rows.Length)
        {
            // The rest of the buffer is too small for the row: the rows in it are dropped, and writing continues at the start of
            // the buffer.
            EvictWhileStartsIn(_head, _rows.Length);
            _head = 0;
        }

        EvictWhileStartsIn(_head, _head + row.Length);
        row.CopyTo(_rows.AsSpan(_head));
        _head += row.Length;
        _bytes += row.Length;
        return _head - row.Length;
    }

    private void EvictWhileStartsIn(int from, int to)
    {
        while (_oldest <= _latest && (_lengths[Slot(_oldest)] == 0 || (_starts[Slot(_oldest)] >= from && _starts[Slot(_oldest)] < to)))
        {
            EvictOldest();
        }
    }

    private void EvictOldest()
    {
        _bytes -= _lengths[Slot(_oldest)];
        if (_oldest > _read && _lengths[Slot(_oldest)] > 0)
        {
            _overwritten++;
        }

        _oldest++;
    }

    private int Slot(long sequence) => (int)(sequence % _starts.Length);
}
