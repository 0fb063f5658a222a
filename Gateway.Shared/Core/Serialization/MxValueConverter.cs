using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>An <see cref="MxValue"/> as a map: <c>dataType</c>, <c>variantType</c> unless it is the usual one, <c>value</c>.</summary>
internal sealed class MxValueConverter : MapConverter
{
    public override void Write(in WireWriter writer, object? value)
    {
        var source = (MxValue)value!;
        var usual = VariantTypeRules.DefaultFor(source.DataType) == source.ElementType;
        writer.WriteMapHeader(usual ? 2 : 3);
        writer.WriteString("dataType");
        ConverterCache.For(typeof(MxDataType)).Write(writer, source.DataType);
        if (!usual)
        {
            writer.WriteString("variantType");
            ConverterCache.For(typeof(VariantType)).Write(writer, source.ElementType);
        }

        writer.WriteString("value");
        ValueEncoding.WritePayload(writer, source);
    }

    public override object? Read(ref WireReader reader, MapReading reading)
    {
        if (reader.PeekType() != WireType.Map)
        {
            return Infer(ref reader);
        }

        MxDataType? dataType = null;
        VariantType? variantType = null;
        ReadOnlySpan<byte> payload = [0xc0];
        for (var count = reader.ReadMapHeader(); count > 0; count--)
        {
            var name = reader.ReadString();
            switch (name)
            {
                case "dataType":
                    dataType = (MxDataType?)ConverterCache.For(typeof(MxDataType)).Read(ref reader, reading.Inside());
                    break;
                case "variantType":
                    variantType = (VariantType?)ConverterCache.For(typeof(VariantType)).Read(ref reader, reading.Inside());
                    break;
                case "value":
                    payload = reader.Skip();
                    break;
                default:
                    SkipOther(ref reader, name, reading);
                    break;
            }
        }

        return ReadTyped(payload, variantType ?? (dataType is { } named ? VariantTypeRules.DefaultFor(named) : null));
    }

    private static void SkipOther(ref WireReader reader, string member, MapReading reading)
    {
        if (ValueMembers.IsOfEvent(member))
        {
            reader.Skip();
        }
        else
        {
            reading.SkipUnknown(ref reader, member, typeof(MxValue), ValueMembers.OfValue);
        }
    }

    private static MxValue ReadTyped(ReadOnlySpan<byte> payload, VariantType? type)
    {
        var reader = new WireReader(payload);
        if (type is not { } known)
        {
            return Infer(ref reader);
        }

        var isArray = reader.PeekType() == WireType.Array && !IsTime(known, payload);
        return ValueEncoding.ReadPayload(ref reader, isArray ? known | VariantType.Array : known);
    }

    // A time with 100 ns is a pair itself. An array of two times has integers of microseconds, far beyond a single digit.
    private static bool IsTime(VariantType type, ReadOnlySpan<byte> payload)
    {
        if (type is not (VariantType.Date or VariantType.FileTime))
        {
            return false;
        }

        var reader = new WireReader(payload);
        if (reader.ReadArrayHeader() != 2)
        {
            return false;
        }

        reader.Skip();
        return reader.PeekType() == WireType.Integer && reader.ReadInt64() is > 0 and <= 9;
    }

    private static MxValue InferArray(ref WireReader reader)
    {
        var elements = reader;
        var types = new VariantType[reader.ReadArrayHeader()];
        if (types.Length == 0)
        {
            throw new MalformedDataException("An empty array needs a dataType.");
        }

        for (var i = 0; i < types.Length; i++)
        {
            types[i] = reader.PeekType() != WireType.Array ? Infer(ref reader).Type : throw new MalformedDataException("Arrays have one dimension.");
        }

        var type = VariantArrays.CommonType(types) ?? throw new MalformedDataException("The elements of an array are of one type.");
        return ValueEncoding.ReadPayload(ref elements, type | VariantType.Array);
    }

    private static MxValue Infer(ref WireReader reader)
    {
        switch (reader.PeekType())
        {
            case WireType.Nil:
                reader.TryReadNil();
                return MxValue.Null;
            case WireType.Boolean:
                return MxValue.FromBoolean(reader.ReadBoolean());
            case WireType.Integer:
                var number = reader.ReadInt64();
                return number is >= int.MinValue and <= int.MaxValue ? MxValue.FromInt32((int)number) : MxValue.FromInt64(number);
            case WireType.Float:
                return MxValue.FromDouble(reader.ReadDouble());
            case WireType.String:
                return MxValue.FromString(reader.ReadString());
            case WireType.Array:
                return InferArray(ref reader);
            default:
                throw new MalformedDataException("A value without a dataType is nil, a boolean, a number, a string or an array of these.");
        }
    }
}
