using System.Buffers;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>
/// Contract objects in MessagePack: maps with the JSON names (camelCase properties, enum names), absent instead of null.
/// Unknown names are passed over, so that shapes can grow, but in requests that forbid them. For messages that are few; events have their own row encoding.
/// </summary>
public static class WireSerializer
{
    public static void Serialize<T>(IBufferWriter<byte> output, T value) =>
        MapConverters.For(typeof(T)).Write(new WireWriter(output), value);

    /// <summary>Writes a value by its own type; null as nil.</summary>
    public static void SerializeObject(in WireWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            MapConverters.For(value.GetType()).Write(writer, value);
        }
    }

    /// <summary>Reads a value of a type that is known only at run time; nil is null.</summary>
    /// <exception cref="MalformedDataException">The bytes are not of that shape.</exception>
    public static object? DeserializeObject(ref WireReader reader, Type type) =>
        MapConverters.For(type).Read(ref reader, WireReader.MaxDepth);

    /// <summary>Reads exactly one value that fills the whole input.</summary>
    /// <exception cref="MalformedDataException">The bytes are not of that shape.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> input)
    {
        var reader = new WireReader(input);
        var value = Deserialize<T>(ref reader);
        return reader.End ? value : throw new MalformedDataException("There are bytes after the value.");
    }

    public static T Deserialize<T>(ref WireReader reader) =>
        (T?)MapConverters.For(typeof(T)).Read(ref reader, WireReader.MaxDepth) ?? throw new MalformedDataException($"Expected a {typeof(T).Name}.");
}
