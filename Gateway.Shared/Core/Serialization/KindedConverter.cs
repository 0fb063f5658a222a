using Gateway.Contracts;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>An item of a hub stream as a map with its <c>kind</c> first; read by its kind, wherever that stands.</summary>
internal sealed class KindedConverter(Func<string?, Type> typeOf) : MapConverter
{
    public override void Write(in WireWriter writer, object? value)
    {
        var item = (IKindedItem)value!;
        var properties = (ObjectConverter)ConverterCache.ForObject(item.GetType());
        properties.Write(writer, item, [new("kind", item.Kind)]);
    }

    public override object? Read(ref WireReader reader, MapReading reading)
    {
        // The kind is written first, so looking ahead for it passes over nothing. The object that follows is checked as a whole.
        var kind = KindOf(reader);
        return ConverterCache.ForObject(typeOf(kind)).Read(ref reader, reading);
    }

    private static string? KindOf(WireReader ahead)
    {
        for (var count = ahead.ReadMapHeader(); count > 0; count--)
        {
            if (ahead.ReadString() == "kind")
            {
                return ahead.ReadString();
            }

            ahead.Skip();
        }

        return null;
    }
}
