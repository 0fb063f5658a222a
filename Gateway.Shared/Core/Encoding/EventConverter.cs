using Gateway.Contracts;
using Gateway.Events;

namespace Gateway.Encoding;

/// <summary>An event is its row, also inside a map.</summary>
internal sealed class EventConverter : MapConverter
{
    public override void Write(in MessagePackWriter writer, object? value) => EventRow.Write(writer, (MxEvent)value!);

    public override object? Read(ref MessagePackReader reader, int depth) => EventRow.Read(ref reader);
}
