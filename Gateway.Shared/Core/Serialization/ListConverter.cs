using System.Collections;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>Read-only lists and arrays; read as arrays.</summary>
internal sealed class ListConverter(Type element) : MapConverter
{
    public static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0]
        : type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))?.GetGenericArguments()[0];

    public override void Write(in WireWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var converter = ConverterCache.For(element);
        var list = (ICollection)value;
        writer.WriteArrayHeader(list.Count);
        foreach (var item in list)
        {
            converter.Write(writer, item);
        }
    }

    public override object? Read(ref WireReader reader, MapReading reading)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var converter = ConverterCache.For(element);
        var items = Array.CreateInstance(element, reader.ReadArrayHeader());
        for (var i = 0; i < items.Length; i++)
        {
            items.SetValue(converter.Read(ref reader, reading.Inside()) ?? throw new MalformedDataException("A list has a nil element."), i);
        }

        return items;
    }
}
