using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>Writes and reads one type. Stateless and shared.</summary>
internal abstract class MapConverter
{
    public abstract void Write(in WireWriter writer, object? value);

    /// <param name="reader">Stands at the value.</param>
    /// <param name="reading">How to read it.</param>
    public abstract object? Read(ref WireReader reader, MapReading reading);
}
