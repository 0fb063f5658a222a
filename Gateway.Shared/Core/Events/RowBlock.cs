using System.Collections;
using Gateway.Wire;

namespace Gateway.Events;

/// <summary>
/// Event rows as they were received. Each row is checked when it arrives; the rows become events when the first event is asked for, and
/// never if only their columns are.
/// </summary>
internal sealed class RowBlock : IReadOnlyList<MxEvent>
{
    private readonly byte[] _rows;
    private MxEvent[]? _events;

    private RowBlock(byte[] rows, int count)
    {
        _rows = rows;
        Count = count;
    }

    public int Count { get; }

    /// <summary>The rows in MessagePack, one after another.</summary>
    public ReadOnlySpan<byte> Rows => _rows;

    public MxEvent this[int index] => Events[index];

    // Readers on different threads get the same objects.
    private MxEvent[] Events => _events ?? Interlocked.CompareExchange(ref _events, Decode(), null) ?? _events;

    /// <summary>Takes the array of rows at the reader's place. Nothing is allocated before all rows are checked.</summary>
    /// <exception cref="MalformedDataException">A row is not exactly of the documented form.</exception>
    public static RowBlock Take(ref WireReader reader)
    {
        var count = reader.ReadArrayHeader();
        var start = reader.Consumed;
        for (var left = count; left > 0; left--)
        {
            EventRow.ReadHeader(ref reader);
        }

        return new RowBlock(reader.Since(start).ToArray(), count);
    }

    public EventColumns Columns()
    {
        var columns = new ColumnBuilder(Count);
        var reader = new WireReader(_rows);
        for (var left = Count; left > 0; left--)
        {
            columns.Add(ref reader);
        }

        return columns.Finish();
    }

    public IEnumerator<MxEvent> GetEnumerator() => ((IEnumerable<MxEvent>)Events).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private MxEvent[] Decode()
    {
        var events = new MxEvent[Count];
        var reader = new WireReader(_rows);
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = EventRow.Read(ref reader);
        }

        return events;
    }
}
