using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>A map of texts by their names.</summary>
internal sealed class TextMapConverter : MapConverter
{
    public override void Write(in WireWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var map = (IReadOnlyDictionary<string, string>)value;
        writer.WriteMapHeader(map.Count);
        foreach (var (name, text) in map)
        {
            writer.WriteString(name);
            writer.WriteString(text);
        }
    }

    public override object? Read(ref WireReader reader, MapReading reading)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var count = reader.ReadMapHeader(); count > 0; count--)
        {
            var name = reader.ReadString();
            map[name] = reader.ReadString();
        }

        return map;
    }
}
