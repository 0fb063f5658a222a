using System.Globalization;
using System.Text.Json;
using Gateway.Wire;

namespace Gateway.Values;

/// <summary>
/// <see cref="MxValue"/> in JSON: <c>dataType</c>, <c>variantType</c> when it is not the usual one of the data type, and
/// <c>value</c>. Integers beyond ±2^53, currency and decimal are text; NaN and infinities are <c>"NaN"</c>,
/// <c>"Infinity"</c>, <c>"-Infinity"</c>; times are ISO-8601 UTC with up to 100 ns, and one without a zone is UTC.
/// </summary>
public static class ValueJson
{
    internal const string DataTypeName = "dataType";
    internal const string VariantTypeName = "variantType";
    internal const string ValueName = "value";

    private static readonly JsonEncodedText DataType = JsonEncodedText.Encode(DataTypeName);
    private static readonly JsonEncodedText VariantTypeText = JsonEncodedText.Encode(VariantTypeName);
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode(ValueName);

    /// <summary>Writes the three properties into the JSON object that was started.</summary>
    public static void WriteProperties(Utf8JsonWriter writer, in MxValue value) => WriteProperties(writer, value, value.DataType);

    /// <summary>As above, with a data type that was delivered beside the value.</summary>
    public static void WriteProperties(Utf8JsonWriter writer, in MxValue value, MxDataType dataType)
    {
        ArgumentNullException.ThrowIfNull(writer);
        EnumNames<MxDataType>.Write(writer, DataType, dataType);
        if (VariantTypeRules.DefaultFor(dataType) != value.ElementType)
        {
            EnumNames<VariantType>.Write(writer, VariantTypeText, value.ElementType);
        }

        writer.WritePropertyName(Value);
        WritePlain(writer, value);
    }

    public static void WriteObject(Utf8JsonWriter writer, in MxValue value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        WriteProperties(writer, value);
        writer.WriteEndObject();
    }

    /// <summary>Reads an object with <c>dataType</c>, <c>variantType</c> and <c>value</c>; without the types they are inferred.</summary>
    /// <exception cref="JsonException">The value does not fit its type.</exception>
    public static MxValue Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Infer(element);
        }

        if (!element.TryGetProperty(ValueName, out var plain))
        {
            plain = default;
        }

        return TypeNamedBy(element) is { } type ? ReadPlain(plain, type) : Infer(plain);
    }

    private static VariantType? TypeNamedBy(JsonElement element)
    {
        if (element.TryGetProperty(VariantTypeName, out var variant))
        {
            return ReadEnum<VariantType>(variant);
        }

        if (!element.TryGetProperty(DataTypeName, out var dataType))
        {
            return null;
        }

        var named = ReadEnum<MxDataType>(dataType);
        return VariantTypeRules.DefaultFor(named)
            ?? throw new JsonException($"Values of data type {named} cannot be given; name a variantType.");
    }

    private static T ReadEnum<T>(JsonElement element)
        where T : struct, Enum
    {
        if (element.ValueKind == JsonValueKind.String && Enum.TryParse<T>(element.GetString(), ignoreCase: true, out var byName) && Enum.IsDefined(byName))
        {
            return byName;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && Enum.IsDefined((T)(object)number))
        {
            return (T)(object)number;
        }

        throw new JsonException($"Expected a name of {typeof(T).Name}.");
    }

    private static MxValue Infer(JsonElement plain) => plain.ValueKind switch
    {
        JsonValueKind.Undefined => MxValue.Empty,
        JsonValueKind.Null => MxValue.Null,
        JsonValueKind.True => MxValue.FromBoolean(true),
        JsonValueKind.False => MxValue.FromBoolean(false),
        JsonValueKind.String => MxValue.FromString(plain.GetString()!),
        JsonValueKind.Number when plain.TryGetInt32(out var small) => MxValue.FromInt32(small),
        JsonValueKind.Number when plain.TryGetInt64(out var large) => MxValue.FromInt64(large),
        JsonValueKind.Number => ReadPlain(plain, VariantType.Double),
        JsonValueKind.Array => InferArray(plain),
        _ => throw new JsonException("Expected a value: a boolean, a number, a string, null or an array of these."),
    };

    private static MxValue InferArray(JsonElement plain)
    {
        if (plain.GetArrayLength() == 0)
        {
            throw new JsonException("An empty array needs a dataType.");
        }

        var type = VariantArrays.CommonType(plain.EnumerateArray().Select(e => Infer(e).Type));
        return ReadPlain(plain, type ?? throw new JsonException("The elements of an array are of one type."));
    }

    private static MxValue ReadPlain(JsonElement plain, VariantType type)
    {
        if (plain.ValueKind == JsonValueKind.Array)
        {
            return ReadArray(plain, type);
        }

        try
        {
            return ReadScalar(plain, type);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new JsonException($"The value does not fit variant type {type}.", error);
        }
    }

    private static MxValue ReadArray(JsonElement plain, VariantType elementType)
    {
        if (!VariantTypeRules.HasArrays(elementType))
        {
            throw new JsonException($"Variant type {elementType} has no arrays.");
        }

        var elements = Array.CreateInstance(VariantTypeRules.ClrTypeOf(elementType), plain.GetArrayLength());
        var i = 0;
        foreach (var item in plain.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array)
            {
                throw new JsonException("Arrays have one dimension.");
            }

            elements.SetValue(ReadPlain(item, elementType).ToObject(), i++);
        }

        return MxValue.FromArray(elementType, elements);
    }

    private static MxValue ReadScalar(JsonElement plain, VariantType type) => type switch
    {
        VariantType.Empty => MxValue.Empty,
        VariantType.Null => MxValue.Null,
        VariantType.Boolean => MxValue.FromBoolean(plain.GetBoolean()),
        VariantType.Float => MxValue.FromFloat(ReadFloat(plain)),
        VariantType.Double => MxValue.FromDouble(ReadDouble(plain)),
        VariantType.String => MxValue.FromString(plain.GetString() ?? throw new FormatException("null")),
        VariantType.Currency => MxValue.FromCurrency(ReadDecimal(plain)),
        VariantType.Decimal => MxValue.FromDecimal(ReadDecimal(plain)),
        VariantType.Date => MxValue.FromDate(ReadTime(plain)),
        VariantType.FileTime => MxValue.FromFileTime(ReadTime(plain)),
        VariantType.UInt64 => MxValue.FromUInt64(plain.ValueKind == JsonValueKind.String
            ? ulong.Parse(plain.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture)
            : plain.GetUInt64()),
        _ => MxValue.FromInteger(type, plain.ValueKind == JsonValueKind.String
            ? long.Parse(plain.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : plain.GetInt64()),
    };

    private static float ReadFloat(JsonElement plain)
    {
        var number = ReadDouble(plain);
        return VariantTypeRules.FitsFloat(number) ? (float)number : throw new OverflowException();
    }

    // A number with too many digits before the point would be read as infinite.
    private static double ReadDouble(JsonElement plain) => plain.ValueKind == JsonValueKind.Number
        ? plain.GetDouble() is var number && double.IsFinite(number) ? number : throw new OverflowException()
        : plain.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw new FormatException("Expected a number."),
        };

    private static decimal ReadDecimal(JsonElement plain) => plain.ValueKind == JsonValueKind.String
        ? decimal.Parse(plain.GetString()!, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
        : plain.GetDecimal();

    private static DateTime ReadTime(JsonElement plain) =>
        IsoTime.Parse(plain.GetString() ?? throw new FormatException("null")) ?? throw new FormatException("Expected a time.");

    private static void WritePlain(Utf8JsonWriter writer, in MxValue value)
    {
        if (value.IsArray)
        {
            var elements = value.AsArray();
            writer.WriteStartArray();
            for (var i = 0; i < elements.Length; i++)
            {
                WritePlain(writer, VariantArrays.ElementAt(value.ElementType, elements, i));
            }

            writer.WriteEndArray();
            return;
        }

        switch (value.Type)
        {
            case VariantType.Empty or VariantType.Null:
                writer.WriteNullValue();
                break;
            case VariantType.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case VariantType.Float:
                WriteFloat(writer, value.AsFloat());
                break;
            case VariantType.Double:
                value.TryGetDouble(out var number);
                WriteDouble(writer, number);
                break;
            case VariantType.String:
                writer.WriteStringValue(value.AsString());
                break;
            case VariantType.Currency or VariantType.Decimal:
                writer.WriteStringValue(value.AsDecimal().ToString(CultureInfo.InvariantCulture));
                break;
            case VariantType.Date or VariantType.FileTime:
                writer.WriteStringValue(value.AsDateTime());
                break;
            default:
                WriteInteger(writer, value);
                break;
        }
    }

    private static void WriteInteger(Utf8JsonWriter writer, in MxValue value)
    {
        var number = value.AsInt64();
        if (value.Type == VariantType.UInt64 && (ulong)number > WireInteger.MaxExact)
        {
            writer.WriteStringValue(((ulong)number).ToString(CultureInfo.InvariantCulture));
        }
        else if (WireInteger.IsExact(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteFloat(Utf8JsonWriter writer, float value)
    {
        if (float.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            WriteDouble(writer, value);
        }
    }

    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
