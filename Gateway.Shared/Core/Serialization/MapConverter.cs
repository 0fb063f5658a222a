using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>Writes and reads one type. Stateless and shared.</summary>
internal abstract class MapConverter
{
    public abstract void Write(in WireWriter writer, object? value);

    /// <param name="reader">Stands at the value.</param>
    /// <param name="depth">Levels of nesting that are still allowed.</param>
    public abstract object? Read(ref WireReader reader, int depth);

    protected static int Deeper(int depth) =>
        depth > 1 ? depth - 1 : throw new MalformedDataException($"Values are nested deeper than {WireReader.MaxDepth}.");
}
