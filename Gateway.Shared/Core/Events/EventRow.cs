using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Events;

/// <summary>
/// The MessagePack row of one event, written once by the worker and carried unchanged to MessagePack clients. An array:
/// <code>
/// [0] sequence  [1] family  [2] serverHandle  [3] itemHandle  [4] workerTime (µs)
/// [5] statuses: nil for exactly one plain success, else an array of [success, category, detectedBy, detail]
/// OnDataChange:          [6] quality  [7] sourceTime (time or nil)  [8] variantType  [9] value  ([10] [variantType, value] raw time)
/// OnBufferedDataChange:  [6] dataType  [7][8] value  [9][10] qualities  [11][12] source times, each as variantType, value
/// </code>
/// </summary>
public static class EventRow
{
    /// <summary>No row is shorter: the array's header and one byte for each field that all families have.</summary>
    public const int MinBytes = 1 + CommonFields;

    internal const int CommonFields = 6;
    internal const int DataChangeFields = 10;
    internal const int BufferedFields = 13;

    /// <summary>The component never sends more statuses; a longer array is refused.</summary>
    private const int MaxStatuses = 1024;

    public static void Write(in WireWriter writer, long sequence, DateTime workerTime, in DataChange change)
    {
        WriteStart(writer, DataChangeFields + (change.RawTime is null ? 0 : 1), sequence, EventFamily.OnDataChange);
        WriteOrigin(writer, change.ServerHandle, change.ItemHandle, workerTime, change.Statuses);
        writer.WriteInt64(change.Quality);
        if (change.SourceTime is { } sourceTime)
        {
            WireTime.Write(writer, sourceTime);
        }
        else
        {
            writer.WriteNil();
        }

        WriteValue(writer, change.Value);
        if (change.RawTime is { } rawTime)
        {
            writer.WriteArrayHeader(2);
            WriteValue(writer, rawTime);
        }
    }

    public static void Write(in WireWriter writer, long sequence, DateTime workerTime, in BufferedDataChange change)
    {
        WriteStart(writer, BufferedFields, sequence, EventFamily.OnBufferedDataChange);
        WriteOrigin(writer, change.ServerHandle, change.ItemHandle, workerTime, change.Statuses);
        writer.WriteInt64((int)change.DataType);
        WriteValue(writer, change.Value);
        WriteValue(writer, change.Qualities);
        WriteValue(writer, change.SourceTimes);
    }

    public static void Write(in WireWriter writer, long sequence, DateTime workerTime, in Completion completion)
    {
        WriteStart(writer, CommonFields, sequence, completion.Family);
        WriteOrigin(writer, completion.ServerHandle, completion.ItemHandle, workerTime, completion.Statuses);
    }

    /// <summary>Writes an event that was read from a row; the result is the same row.</summary>
    public static void Write(in WireWriter writer, MxEvent source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var value = source.Value ?? MxValue.Empty;
        switch (source.Family)
        {
            case EventFamily.OnDataChange:
                var change = new DataChange(
                    source.ServerHandle, source.ItemHandle, value, source.Quality ?? 0, source.SourceTime, source.Statuses, source.RawTime);
                Write(writer, source.Sequence, source.WorkerTime, change);
                break;
            case EventFamily.OnBufferedDataChange:
                var buffered = new BufferedDataChange(
                    source.ServerHandle, source.ItemHandle, source.DataType ?? MxDataType.Unknown, value,
                    source.Qualities ?? MxValue.Empty, source.SourceTimes ?? MxValue.Empty, source.Statuses);
                Write(writer, source.Sequence, source.WorkerTime, buffered);
                break;
            default:
                var completion = new Completion(source.Family, source.ServerHandle, source.ItemHandle, source.Statuses);
                Write(writer, source.Sequence, source.WorkerTime, completion);
                break;
        }
    }

    /// <summary>Checks one whole row and reads what distribution needs. The row starts at the reader's place.</summary>
    /// <exception cref="MalformedDataException">The row is not exactly of the documented form.</exception>
    public static EventHeader ReadHeader(ref WireReader reader)
    {
        var offset = reader.Consumed;
        var head = RowHead.Read(ref reader);
        SkipStatuses(ref reader);
        var quality = SkipFamilyFields(ref reader, head);
        return new EventHeader(head.Sequence, head.Family, head.ServerHandle, head.ItemHandle, quality, offset, reader.Consumed - offset);
    }

    /// <summary>Reads one row as the event clients work with.</summary>
    /// <exception cref="MalformedDataException">The row is not exactly of the documented form.</exception>
    public static MxEvent Read(ref WireReader reader)
    {
        var head = RowHead.Read(ref reader);
        var statuses = ReadStatuses(ref reader);
        return head.Family switch
        {
            EventFamily.OnDataChange => ReadDataChange(ref reader, head, statuses),
            EventFamily.OnBufferedDataChange => new MxEvent(head, statuses)
            {
                DataType = (MxDataType)reader.ReadInt32(),
                Value = ReadValue(ref reader),
                Qualities = ReadValue(ref reader),
                SourceTimes = ReadValue(ref reader),
            },
            _ => new MxEvent(head, statuses),
        };
    }

    /// <summary>The status array, or null for exactly one plain success.</summary>
    public static MxStatus[]? ReadStatuses(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var statuses = new MxStatus[CheckStatusCount(reader.ReadArrayHeader())];
        for (var i = 0; i < statuses.Length; i++)
        {
            CheckStatusFields(reader.ReadArrayHeader());
            statuses[i] = new MxStatus
            {
                Success = reader.ReadInt32(),
                Category = (MxStatusCategory)reader.ReadInt32(),
                DetectedBy = (MxStatusSource)reader.ReadInt32(),
                Detail = reader.ReadInt32(),
            };
        }

        return statuses;
    }

    public static MxValue ReadValue(ref WireReader reader) =>
        ValueEncoding.ReadPayload(ref reader, (VariantType)reader.ReadInt32());

    /// <summary>The value of an OnDataChange's row as it is encoded: its variant type and its payload.</summary>
    /// <param name="row">One row that was checked by <see cref="ReadHeader"/>.</param>
    public static ReadOnlySpan<byte> EncodedValue(ReadOnlySpan<byte> row)
    {
        var reader = new WireReader(row);
        reader.ReadArrayHeader();
        // Everything before the value, quality and source time included, is one element each.
        for (var field = 0; field < CommonFields + 2; field++)
        {
            reader.Skip();
        }

        var start = reader.Consumed;
        reader.Skip();
        reader.Skip();
        return row[start..reader.Consumed];
    }

    private static MxEvent ReadDataChange(ref WireReader reader, in RowHead head, MxStatus[]? statuses)
    {
        var quality = reader.ReadInt32();
        DateTime? sourceTime = reader.TryReadNil() ? null : WireTime.Read(ref reader);
        var value = ReadValue(ref reader);
        var read = new MxEvent(head, statuses) { Quality = quality, SourceTime = sourceTime, Value = value, DataType = value.DataType };
        if (head.Fields == DataChangeFields)
        {
            return read;
        }

        CheckPair(reader.ReadArrayHeader());
        return read with { RawTime = ReadValue(ref reader) };
    }

    private static int SkipFamilyFields(ref WireReader reader, in RowHead head)
    {
        var quality = 0;
        if (head.Family == EventFamily.OnDataChange)
        {
            quality = reader.ReadInt32();
            if (!reader.TryReadNil())
            {
                WireTime.Read(ref reader);
            }

            SkipValue(ref reader);
            if (head.Fields > DataChangeFields)
            {
                CheckPair(reader.ReadArrayHeader());
                SkipValue(ref reader);
            }
        }
        else if (head.Family == EventFamily.OnBufferedDataChange)
        {
            reader.ReadInt32();
            SkipValue(ref reader);
            SkipValue(ref reader);
            SkipValue(ref reader);
        }

        return quality;
    }

    private static void SkipValue(ref WireReader reader) =>
        ValueEncoding.SkipPayload(ref reader, (VariantType)reader.ReadInt32());

    private static void SkipStatuses(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return;
        }

        var count = CheckStatusCount(reader.ReadArrayHeader());
        for (var i = 0; i < count; i++)
        {
            CheckStatusFields(reader.ReadArrayHeader());
            reader.ReadInt32();
            reader.ReadInt32();
            reader.ReadInt32();
            reader.ReadInt32();
        }
    }

    private static void WriteStart(in WireWriter writer, int fields, long sequence, EventFamily family)
    {
        writer.WriteArrayHeader(fields);
        writer.WriteInt64(sequence);
        writer.WriteInt64((int)family);
    }

    private static void WriteOrigin(in WireWriter writer, int serverHandle, int itemHandle, DateTime workerTime, IReadOnlyList<MxStatus>? statuses)
    {
        writer.WriteInt64(serverHandle);
        writer.WriteInt64(itemHandle);
        writer.WriteInt64(WireTime.ToMicroseconds(workerTime));
        if (statuses is null || (statuses.Count == 1 && statuses[0] == MxStatus.Good))
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(statuses.Count);
        foreach (var status in statuses)
        {
            writer.WriteArrayHeader(4);
            writer.WriteInt64(status.Success);
            writer.WriteInt64((int)status.Category);
            writer.WriteInt64((int)status.DetectedBy);
            writer.WriteInt64(status.Detail);
        }
    }

    private static void WriteValue(in WireWriter writer, in MxValue value)
    {
        writer.WriteInt64((int)value.Type);
        ValueEncoding.WritePayload(writer, value);
    }

    private static int CheckStatusCount(int count) =>
        count <= MaxStatuses ? count : throw new MalformedDataException($"An event has more than {MaxStatuses} statuses.");

    private static void CheckStatusFields(int fields)
    {
        if (fields != 4)
        {
            throw new MalformedDataException("A status has four fields.");
        }
    }

    private static void CheckPair(int fields)
    {
        if (fields != 2)
        {
            throw new MalformedDataException("A raw time is a pair.");
        }
    }
}
