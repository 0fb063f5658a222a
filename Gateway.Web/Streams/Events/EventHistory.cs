namespace Gateway.Web.Streams.Events;

/// <summary>
/// Bounded ring of recent batches. It is limited by events, bytes and age, whichever is reached first. The newest batch always stays;
/// but if the history is to keep no events, only readers that are already registered get it. Not synchronised: the distributor's lock
/// guards it.
/// </summary>
internal sealed class EventHistory(int maxEvents, long maxBytes, TimeSpan maxAge, TimeProvider time)
{
    private Batch[] _batches = new Batch[64];
    private int _head;
    private int _count;
    private long _events;
    private long _bytes;

    /// <summary>Sequence of the latest event ever appended; 0 before the first.</summary>
    public long Latest { get; private set; }

    /// <summary>Every event up to this sequence was evicted or was never received; 0 when there is none.</summary>
    public long EvictedThrough { get; private set; }

    /// <summary>No event up to this sequence is available to a reader that begins now.</summary>
    public long GoneThrough => maxEvents == 0 ? Latest : EvictedThrough;

    /// <summary>Oldest available sequence; one above the latest when there is none.</summary>
    public long Oldest => _count == 0 || maxEvents == 0 ? Latest + 1 : At(0).First;

    public long Events => _events;

    public long Bytes => _bytes;

    /// <summary>Forgets everything, and begins after a sequence: up to it no event is available.</summary>
    public void Restart(long after)
    {
        _batches = new Batch[64];
        _head = _count = 0;
        _events = _bytes = 0;
        Latest = EvictedThrough = after;
    }

    public void Append(Batch batch)
    {
        if (_count == _batches.Length)
        {
            Grow();
        }

        _batches[(_head + _count) % _batches.Length] = batch;
        _count++;
        _events += batch.Count;
        _bytes += batch.Rows.ByteCount;
        Latest = batch.Last;
        while (_count > 1 && (_events > maxEvents || _bytes > maxBytes))
        {
            EvictOldest();
        }

        EvictExpired();
    }

    /// <summary>
    /// Evicts events that are too old. Also called when nothing is appended, so that a session without traffic frees memory.
    /// </summary>
    public void EvictExpired()
    {
        while (_count > 0 && time.GetElapsedTime(At(0).ReceivedAt) > maxAge)
        {
            EvictOldest();
        }
    }

    /// <summary>
    /// Copies whole batches that hold events after a sequence, in order, until they amount to <paramref name="events"/>. The first one
    /// may begin before the sequence.
    /// </summary>
    public void Read(long after, int events, Queue<Batch> destination)
    {
        for (var i = IndexAfter(after); i < _count && events > 0; i++)
        {
            destination.Enqueue(At(i));
            events -= At(i).Count;
        }
    }

    /// <summary>When the first kept event after a sequence was received, as a time stamp of the clock; null when there is none.</summary>
    public long? ReceivedAfter(long sequence) => IndexAfter(sequence) is var index && index < _count ? At(index).ReceivedAt : null;

    // The first batch whose last event lies after the sequence.
    private int IndexAfter(long after)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Last > after)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private void EvictOldest()
    {
        var batch = At(0);
        _batches[_head] = null!;
        _head = (_head + 1) % _batches.Length;
        _count--;
        _events -= batch.Count;
        _bytes -= batch.Rows.ByteCount;
        EvictedThrough = batch.Last;
    }

    private void Grow()
    {
        var larger = new Batch[_batches.Length * 2];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = At(i);
        }

        _batches = larger;
        _head = 0;
    }

    private Batch At(int index) => _batches[(_head + index) % _batches.Length];
}
