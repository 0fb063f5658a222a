using System.Buffers;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>
/// Contract objects in MessagePack: maps with the JSON names (camelCase properties, enum names), absent instead of null.
/// Members that a type does not have are skipped, so that shapes can grow, unless the reader refuses them, as the gateway does in
/// requests. For messages that are few; events have their own row encoding.
/// </summary>
public static class WireSerializer
{
    public static void Serialize<T>(IBufferWriter<byte> output, T value) =>
        ConverterCache.For(typeof(T)).Write(new WireWriter(output), value);

    /// <summary>Writes a value by its own type; null as nil.</summary>
    public static void SerializeObject(in WireWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            ConverterCache.For(value.GetType()).Write(writer, value);
        }
    }

    /// <summary>Reads a value of a type that is known only at run time; nil is null.</summary>
    /// <param name="reader">Stands at the value.</param>
    /// <param name="type">What to read.</param>
    /// <param name="refuseUnknown">Whether members that the type does not have are refused, or skipped.</param>
    /// <exception cref="MalformedDataException">The bytes are not of that shape.</exception>
    public static object? DeserializeObject(ref WireReader reader, Type type, bool refuseUnknown = false) =>
        ConverterCache.For(type).Read(ref reader, MapReading.Of(refuseUnknown));

    /// <summary>Reads exactly one value that fills the whole input.</summary>
    /// <exception cref="MalformedDataException">The bytes are not of that shape.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> input)
    {
        var reader = new WireReader(input);
        var value = Deserialize<T>(ref reader);
        return reader.End ? value : throw new MalformedDataException("There are bytes after the value.");
    }

    public static T Deserialize<T>(ref WireReader reader) =>
        (T?)ConverterCache.For(typeof(T)).Read(ref reader, MapReading.Of(refusesUnknown: false)) ?? throw new MalformedDataException($"Expected a {typeof(T).Name}.");
}
