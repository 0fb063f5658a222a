using Gateway.Events;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Benchmarks;

/// <summary>
/// Reads and writes the row of an event with the MessagePack package, for comparison with <see cref="Events.EventRow"/>. It
/// supports only the events of the benchmarks: well-formed data changes of 32-bit integers.
/// </summary>
internal static class PackageRow
{
    private const int Fields = 10;

    public static void Write(ref MessagePack.MessagePackWriter writer, long sequence, DateTime workerTime, in Events.DataChange change)
    {
        writer.WriteArrayHeader(Fields);
        writer.Write(sequence);
        writer.Write((int)EventFamily.OnDataChange);
        writer.Write(change.ServerHandle);
        writer.Write(change.ItemHandle);
        writer.Write(WireTime.ToMicroseconds(workerTime));
        writer.WriteNil();
        writer.Write(change.Quality);
        writer.Write(WireTime.ToMicroseconds(change.SourceTime!.Value));
        writer.Write((int)change.Value.Type);
        writer.Write((int)change.Value.AsInt64());
    }

    public static MxEvent Read(ref MessagePack.MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != Fields)
        {
            throw new InvalidDataException("A row of a data change has ten fields.");
        }

        var common = new MxEvent
        {
            Sequence = reader.ReadInt64(),
            Family = (EventFamily)reader.ReadInt32(),
            ServerHandle = reader.ReadInt32(),
            ItemHandle = reader.ReadInt32(),
            WorkerTime = WireTime.FromMicroseconds(reader.ReadInt64()),
        };
        if (!reader.TryReadNil())
        {
            throw new InvalidDataException("The benchmark's events have one plain status.");
        }

        var quality = reader.ReadInt32();
        if (reader.TryReadNil() || reader.NextMessagePackType == MessagePack.MessagePackType.Array)
        {
            throw new InvalidDataException("The benchmark's events have a time in whole microseconds.");
        }

        var sourceTime = WireTime.FromMicroseconds(reader.ReadInt64());
        var type = (VariantType)reader.ReadInt32();
        if (reader.NextMessagePackType == MessagePack.MessagePackType.String)
        {
            throw new InvalidDataException("The benchmark's events have small integers.");
        }

        var value = MxValue.FromInteger(type, reader.ReadInt64());
        return common with { Quality = quality, SourceTime = sourceTime, Value = value, DataType = value.DataType };
    }
}
