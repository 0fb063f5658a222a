using Gateway.Wire;

namespace Gateway.Serialization;

internal sealed class NullableConverter(Type underlying) : MapConverter
{
    public override void Write(in WireWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            ConverterCache.For(underlying).Write(writer, value);
        }
    }

    public override object? Read(ref WireReader reader, MapReading reading) =>
        reader.TryReadNil() ? null : ConverterCache.For(underlying).Read(ref reader, reading);
}
