using System.Globalization;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>Booleans, integers, doubles, strings, binary, times and enums.</summary>
internal sealed class ScalarConverter(Type type) : MapConverter
{
    private readonly EnumWireNames? _names = type.IsEnum ? new EnumWireNames(type) : null;

    public static bool Supports(Type type) => type.IsEnum
        || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double)
        || type == typeof(string) || type == typeof(byte[]) || type == typeof(DateTime);

    public override void Write(in WireWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                break;
            case bool boolean:
                writer.WriteBoolean(boolean);
                break;
            case int number:
                writer.WriteInt64(number);
                break;
            case long number:
                WireInteger.Write(writer, number);
                break;
            case double number:
                writer.WriteDouble(number);
                break;
            case string text:
                writer.WriteString(text);
                break;
            case byte[] bytes:
                writer.WriteBinary(bytes);
                break;
            case DateTime time:
                WireTime.Write(writer, time);
                break;
            default:
                WriteEnum(writer, value);
                break;
        }
    }

    public override object? Read(ref WireReader reader, MapReading reading)
    {
        if (_names is not null)
        {
            return ReadEnum(ref reader, _names);
        }

        if (type == typeof(string))
        {
            return reader.TryReadNil() ? null : reader.ReadString();
        }

        if (type == typeof(byte[]))
        {
            return reader.TryReadNil() ? null : reader.ReadBinary().ToArray();
        }

        return type == typeof(bool) ? reader.ReadBoolean()
            : type == typeof(int) ? reader.ReadInt32()
            : type == typeof(long) ? WireInteger.Read(ref reader)
            : type == typeof(double) ? reader.ReadDouble()
            : (object)WireTime.Read(ref reader);
    }

    private void WriteEnum(in WireWriter writer, object value)
    {
        if (_names!.NameOf(value) is { } name)
        {
            writer.WriteString(name);
        }
        else
        {
            writer.WriteInt64(Convert.ToInt64(value, CultureInfo.InvariantCulture));
        }
    }

    private object ReadEnum(ref WireReader reader, EnumWireNames names)
    {
        if (reader.PeekType() == WireType.Integer && names.AllowsNumbers)
        {
            return Enum.ToObject(type, reader.ReadInt32());
        }

        return names.ValueOf(reader.ReadString()) ?? throw new MalformedDataException($"Expected a name of {type.Name}.");
    }
}
