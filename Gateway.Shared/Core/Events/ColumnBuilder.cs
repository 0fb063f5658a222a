using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Events;

/// <summary>Fills <see cref="EventColumns"/>.</summary>
internal sealed class ColumnBuilder(int capacity)
{
    private readonly long[] _sequences = new long[capacity];
    private readonly int[] _serverHandles = new int[capacity];
    private readonly int[] _itemHandles = new int[capacity];
    private readonly DateTime[] _workerTimes = new DateTime[capacity];
    private readonly DateTime[] _sourceTimes = new DateTime[capacity];
    private readonly int[] _qualities = new int[capacity];
    private readonly double[] _values = new double[capacity];
    private int _count;

    /// <summary>Adds an event if it is a data change.</summary>
    public void Add(MxEvent source)
    {
        if (source.Family != EventFamily.OnDataChange)
        {
            return;
        }

        _sequences[_count] = source.Sequence;
        _serverHandles[_count] = source.ServerHandle;
        _itemHandles[_count] = source.ItemHandle;
        _workerTimes[_count] = source.WorkerTime;
        _sourceTimes[_count] = source.SourceTime ?? default;
        _qualities[_count] = source.Quality ?? 0;
        _values[_count] = NumberOf(source.Value ?? MxValue.Empty);
        _count++;
    }

    /// <summary>Reads one row, which was checked by <see cref="EventRow.ReadHeader"/>, and adds it if it is a data change.</summary>
    public void Add(ref WireReader reader)
    {
        var head = RowHead.Read(ref reader);
        reader.Skip();
        var left = head.Fields - EventRow.CommonFields;
        if (head.Family == EventFamily.OnDataChange)
        {
            _sequences[_count] = head.Sequence;
            _serverHandles[_count] = head.ServerHandle;
            _itemHandles[_count] = head.ItemHandle;
            _workerTimes[_count] = head.WorkerTime;
            _qualities[_count] = reader.ReadInt32();
            _sourceTimes[_count] = reader.TryReadNil() ? default : WireTime.Read(ref reader);
            _values[_count] = ReadNumber(ref reader);
            _count++;
            left = head.Fields - EventRow.DataChangeFields;
        }

        for (; left > 0; left--)
        {
            reader.Skip();
        }
    }

    public EventColumns Finish() => new()
    {
        Count = _count,
        Sequences = _sequences.AsMemory(0, _count),
        ServerHandles = _serverHandles.AsMemory(0, _count),
        ItemHandles = _itemHandles.AsMemory(0, _count),
        WorkerTimes = _workerTimes.AsMemory(0, _count),
        SourceTimes = _sourceTimes.AsMemory(0, _count),
        Qualities = _qualities.AsMemory(0, _count),
        Values = _values.AsMemory(0, _count),
    };

    // Text and arrays are passed over, so that no object is made of them.
    private static double ReadNumber(ref WireReader reader)
    {
        var type = (VariantType)reader.ReadInt32();
        if (type != VariantType.String && (type & VariantType.Array) == 0)
        {
            return NumberOf(ValueEncoding.ReadPayload(ref reader, type));
        }

        reader.Skip();
        return double.NaN;
    }

    private static double NumberOf(in MxValue value) => value.TryGetDouble(out var number) ? number : double.NaN;
}
