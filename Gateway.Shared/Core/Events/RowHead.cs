using Gateway.Wire;

namespace Gateway.Events;

/// <summary>What every event row begins with: the number of its fields, and the fields of all families up to the worker's time.</summary>
internal readonly record struct RowHead(int Fields, long Sequence, EventFamily Family, int ServerHandle, int ItemHandle, DateTime WorkerTime)
{
    /// <summary>Reads the beginning of a row and checks that the row has the fields of its family.</summary>
    /// <exception cref="MalformedDataException">The bytes are not the beginning of a row.</exception>
    public static RowHead Read(ref WireReader reader)
    {
        var head = new RowHead(
            reader.ReadArrayHeader(),
            reader.ReadInt64(),
            (EventFamily)reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            WireTime.FromMicroseconds(reader.ReadInt64()));
        return head.FitsFamily() ? head : throw new MalformedDataException("An event row has an unknown family or a wrong number of fields.");
    }

    private bool FitsFamily() => Family switch
    {
        EventFamily.OnDataChange => Fields is EventRow.DataChangeFields or EventRow.DataChangeFields + 1,
        EventFamily.OnWriteComplete or EventFamily.OperationComplete => Fields == EventRow.CommonFields,
        EventFamily.OnBufferedDataChange => Fields == EventRow.BufferedFields,
        _ => false,
    };
}
