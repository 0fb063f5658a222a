using Gateway.Events;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>The events of an item: read as rows that become events only when they are asked for.</summary>
internal sealed class EventListConverter : MapConverter
{
    public override void Write(in WireWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var events = (IReadOnlyList<MxEvent>)value;
        writer.WriteArrayHeader(events.Count);
        if (events is RowBlock block)
        {
            writer.WriteRaw(block.Rows);
            return;
        }

        foreach (var each in events)
        {
            EventRow.Write(writer, each);
        }
    }

    public override object? Read(ref WireReader reader, MapReading reading) => reader.TryReadNil() ? null : RowBlock.Take(ref reader);
}
