using Gateway.Events;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>An event is its row, also inside a map.</summary>
internal sealed class EventConverter : MapConverter
{
    public override void Write(in WireWriter writer, object? value) => EventRow.Write(writer, (MxEvent)value!);

    public override object? Read(ref WireReader reader, MapReading reading) => EventRow.Read(ref reader);
}
