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
        var encoded = reader.Skip();
        var body = new WireReader(encoded);
        return ConverterCache.ForObject(typeOf(KindOf(encoded))).Read(ref body, reading);
    }

    private static string? KindOf(ReadOnlySpan<byte> encoded)
    {
        var reader = new WireReader(encoded);
        for (var count = reader.ReadMapHeader(); count > 0; count--)
        {
            if (reader.ReadString() == "kind")
            {
                return reader.ReadString();
            }

            reader.Skip();
        }

        return null;
    }
}
