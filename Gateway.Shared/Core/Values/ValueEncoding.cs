using System.Globalization;
using Gateway.Wire;

namespace Gateway.Values;

/// <summary>
/// <see cref="MxValue"/> in MessagePack. The variant type stands beside the payload as an integer; the payload is nil, a
/// boolean, an integer (see <see cref="WireInteger"/>), a float of the type's own width, a string (also currency and
/// decimal), a time (see <see cref="WireTime"/>), or an array of these.
/// </summary>
public static class ValueEncoding
{
    public static void WritePayload(in WireWriter writer, in MxValue value)
    {
        if (value.IsArray)
        {
            WriteArray(writer, value.ElementType, value.AsArray());
            return;
        }

        switch (value.Type)
        {
            case VariantType.Empty or VariantType.Null:
                writer.WriteNil();
                break;
            case VariantType.Boolean:
                writer.WriteBoolean(value.AsBoolean());
                break;
            case VariantType.Float:
                writer.WriteFloat(value.AsFloat());
                break;
            case VariantType.Double:
                value.TryGetDouble(out var number);
                writer.WriteDouble(number);
                break;
            case VariantType.String:
                writer.WriteString(value.AsString());
                break;
            case VariantType.Currency or VariantType.Decimal:
                writer.WriteString(value.AsDecimal().ToString(CultureInfo.InvariantCulture));
                break;
            case VariantType.Date or VariantType.FileTime:
                WireTime.Write(writer, value.AsDateTime());
                break;
            case VariantType.UInt64:
                WireInteger.WriteUnsigned(writer, (ulong)value.AsInt64());
                break;
            default:
                WireInteger.Write(writer, value.AsInt64());
                break;
        }
    }

    /// <summary>Reads the payload that belongs to a variant type.</summary>
    /// <exception cref="MalformedDataException">The type is unknown or the payload does not fit it.</exception>
    public static MxValue ReadPayload(ref WireReader reader, VariantType type)
    {
        if ((type & VariantType.Array) != 0)
        {
            return ReadArray(ref reader, type & ~VariantType.Array);
        }

        switch (type)
        {
            case VariantType.Empty or VariantType.Null:
                return reader.TryReadNil() ? (type == VariantType.Null ? MxValue.Null : MxValue.Empty) : throw new MalformedDataException("Expected nil.");
            case VariantType.Boolean:
                return MxValue.FromBoolean(reader.ReadBoolean());
            case VariantType.Float:
                return MxValue.FromFloat(ReadFloat(ref reader));
            case VariantType.Double:
                return MxValue.FromDouble(reader.ReadDouble());
            case VariantType.String:
                return MxValue.FromString(reader.ReadString());
            case VariantType.Currency:
                var currency = ReadDecimal(ref reader);
                return VariantTypeRules.FitsCurrency(currency) ? MxValue.FromCurrency(currency) : throw DoesNotFit(type);
            case VariantType.Decimal:
                return MxValue.FromDecimal(ReadDecimal(ref reader));
            case VariantType.Date:
                return MxValue.FromDate(WireTime.Read(ref reader));
            case VariantType.FileTime:
                var time = WireTime.Read(ref reader);
                return VariantTypeRules.FitsFileTime(time) ? MxValue.FromFileTime(time) : throw DoesNotFit(type);
            case VariantType.UInt64:
                return MxValue.FromUInt64(WireInteger.ReadUnsigned(ref reader));
            default:
                return ReadInteger(ref reader, type);
        }
    }

    /// <summary>Skips a payload after checking that it belongs to the type.</summary>
    public static void SkipPayload(ref WireReader reader, VariantType type)
    {
        // The frequent scalars are checked without building a value.
        switch (type)
        {
            case VariantType.Float or VariantType.Double:
                reader.ReadDouble();
                break;
            case VariantType.Boolean:
                reader.ReadBoolean();
                break;
            default:
                ReadPayload(ref reader, type);
                break;
        }
    }

    /// <summary>Reads a variant type and its payload as a number; false when the value is not a number.</summary>
    /// <exception cref="MalformedDataException">The bytes are not a valid value.</exception>
    public static bool TryReadNumber(ReadOnlySpan<byte> encoded, out double number)
    {
        var reader = new WireReader(encoded);
        var type = (VariantType)reader.ReadInt32();
        double? read = type switch
        {
            VariantType.Float or VariantType.Double => reader.ReadDouble(),
            VariantType.Currency or VariantType.Decimal => (double)ReadDecimal(ref reader),
            VariantType.UInt64 => WireInteger.ReadUnsigned(ref reader),
            VariantType.Error => null,
            _ => VariantTypeRules.IsInteger(type) ? WireInteger.Read(ref reader) : null,
        };
        number = read ?? 0;
        return read is not null;
    }

    private static MxValue ReadInteger(ref WireReader reader, VariantType type)
    {
        if (!VariantTypeRules.IsInteger(type))
        {
            throw new MalformedDataException($"Variant type {(int)type} is unknown.");
        }

        var value = WireInteger.Read(ref reader);
        return VariantTypeRules.Fits(type, value)
            ? MxValue.FromChecked(type, value)
            : throw DoesNotFit(type);
    }

    private static float ReadFloat(ref WireReader reader)
    {
        var number = reader.ReadDouble();
        return VariantTypeRules.FitsFloat(number) ? (float)number : throw DoesNotFit(VariantType.Float);
    }

    private static MalformedDataException DoesNotFit(VariantType type) => new($"The value does not fit {type}.");

    private static decimal ReadDecimal(ref WireReader reader) =>
        decimal.TryParse(reader.ReadString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new MalformedDataException("Expected a decimal as text.");

    private static void WriteArray(in WireWriter writer, VariantType elementType, Array elements)
    {
        writer.WriteArrayHeader(elements.Length);
        for (var i = 0; i < elements.Length; i++)
        {
            var element = VariantArrays.ElementAt(elementType, elements, i);
            if (elementType is VariantType.Date or VariantType.FileTime)
            {
                WireTime.WriteElement(writer, element.AsDateTime());
            }
            else
            {
                WritePayload(writer, element);
            }
        }
    }

    private static MxValue ReadArray(ref WireReader reader, VariantType elementType)
    {
        if (!VariantTypeRules.HasArrays(elementType))
        {
            throw new MalformedDataException($"Variant type {(int)elementType} has no arrays.");
        }

        var elements = Array.CreateInstance(VariantTypeRules.ClrTypeOf(elementType), reader.ReadArrayHeader());
        for (var i = 0; i < elements.Length; i++)
        {
            elements.SetValue(ReadPayload(ref reader, elementType).ToObject(), i);
        }

        return MxValue.FromArray(elementType, elements);
    }
}
