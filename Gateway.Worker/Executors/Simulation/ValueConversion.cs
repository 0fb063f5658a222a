using System.Globalization;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// Converts between attribute types, VARIANTs and the numbers that formulas use. Where the behaviour of installations is not
/// known, the choices are: enums and references are texts, and elapsed times are 64-bit numbers of 100 ns.
/// </summary>
internal static class ValueConversion
{
    public static VariantType VariantOf(MxDataType dataType) => dataType switch
    {
        MxDataType.ElapsedTime => VariantType.Int64,
        MxDataType.QualifiedEnum or MxDataType.ReferenceType => VariantType.String,
        _ => VariantTypeRules.DefaultFor(dataType) ?? VariantType.String,
    };

    /// <summary>Whether a formula's result can be a value of the type of the attribute (or of its elements).</summary>
    public static bool Fits(PlantAttribute attribute, double number) => double.IsFinite(number) && attribute.DataType switch
    {
        MxDataType.Integer => Math.Round(number) is >= int.MinValue and <= int.MaxValue,
        MxDataType.Float => VariantTypeRules.FitsFloat(number),
        _ => true,
    };

    /// <summary>
    /// Converts a formula's result, which must fit, to a value of the type of the attribute (or of its elements).
    /// </summary>
    public static MxValue FromNumber(PlantAttribute attribute, double number) => attribute.DataType switch
    {
        MxDataType.Boolean => MxValue.FromBoolean(number != 0),
        MxDataType.Integer => MxValue.FromInt32((int)Math.Round(number)),
        MxDataType.Float => MxValue.FromFloat((float)Rounded(attribute, number)),
        MxDataType.Double => MxValue.FromDouble(Rounded(attribute, number)),
        MxDataType.Time => MxValue.FromDate(TimeOf(number)),
        MxDataType.ElapsedTime => MxValue.FromInt64((long)Math.Clamp(
            Rounded(attribute, number) * TimeSpan.TicksPerSecond, long.MinValue / 2, long.MaxValue / 2)),
        _ => MxValue.FromString(TextOf(attribute, number)),
    };

    /// <summary>Converts a value of the attribute (or of one of its elements) to the number that formulas see.</summary>
    public static double ToNumber(PlantAttribute attribute, MxValue value)
    {
        switch (attribute.DataType)
        {
            case MxDataType.Time:
                return (value.AsDateTime() - DateTime.UnixEpoch).TotalSeconds;
            case MxDataType.ElapsedTime:
                return value.AsInt64() / (double)TimeSpan.TicksPerSecond;
            default:
                return value.TryGetDouble(out var number) ? number : Math.Max(0, IndexOf(attribute.Texts, value.AsString()));
        }
    }

    public static double[] ToNumbers(PlantAttribute attribute, MxValue array)
    {
        var elements = array.AsArray();
        var numbers = new double[elements.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ToNumber(attribute, VariantArrays.ElementAt(array.ElementType, elements, i));
        }

        return numbers;
    }

    public static MxValue FromNumbers(PlantAttribute attribute, double[] numbers)
    {
        var type = VariantOf(attribute.DataType);
        var elements = Array.CreateInstance(VariantTypeRules.ClrTypeOf(type), numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            elements.SetValue(FromNumber(attribute, numbers[i]).ToObject(), i);
        }

        return MxValue.FromArray(type, elements);
    }

    /// <summary>
    /// Copies the array with one element replaced. The old array does not change, because events may still refer to it.
    /// </summary>
    public static MxValue WithElement(MxValue array, int index, MxValue element)
    {
        var elements = (Array)array.AsArray().Clone();
        elements.SetValue(element.ToObject(), index);
        return MxValue.FromArray(array.ElementType, elements);
    }

    /// <summary>Converts a written array to the attribute's type; the new array has as many elements as were written.</summary>
    public static bool TryCoerceArray(PlantAttribute attribute, MxValue source, out MxValue value)
    {
        value = default;
        if (!source.IsArray)
        {
            return false;
        }

        var from = source.AsArray();
        var type = VariantOf(attribute.DataType);
        var elements = Array.CreateInstance(VariantTypeRules.ClrTypeOf(type), from.Length);
        for (var i = 0; i < from.Length; i++)
        {
            if (!TryCoerce(attribute, VariantArrays.ElementAt(source.ElementType, from, i), out var element))
            {
                return false;
            }

            elements.SetValue(element.ToObject(), i);
        }

        value = MxValue.FromArray(type, elements);
        return true;
    }

    /// <summary>
    /// Converts a written scalar to the type of the attribute (or of its elements); false when it does not fit. Numbers are
    /// rounded to the precision of the type, never truncated; a text must read as a value of the type.
    /// </summary>
    public static bool TryCoerce(PlantAttribute attribute, MxValue source, out MxValue value)
    {
        value = default;
        if (source.IsArray || source.Type == VariantType.Error || source.DataType is MxDataType.NoData or MxDataType.Unknown)
        {
            return false;
        }

        MxValue? coerced = attribute.DataType switch
        {
            MxDataType.Boolean => ToBoolean(source),
            MxDataType.Integer => ToFinite(source) is { } n && Math.Round(n) is >= int.MinValue and <= int.MaxValue
                ? MxValue.FromInt32((int)Math.Round(n))
                : null,
            MxDataType.Float => ToDouble(source) is { } n && VariantTypeRules.FitsFloat(n) ? MxValue.FromFloat((float)n) : null,
            MxDataType.Double => ToDouble(source) is { } n ? MxValue.FromDouble(n) : null,
            MxDataType.Time => ToTime(source) is { } time ? MxValue.FromDate(time) : null,
            MxDataType.ElapsedTime => ToTicks(source) is { } ticks ? MxValue.FromInt64(ticks) : null,
            MxDataType.QualifiedEnum => ToEnum(attribute, source),
            _ => MxValue.FromString(TextOf(source)),
        };
        value = coerced ?? default;
        return coerced is not null;
    }

    /// <summary>
    /// Reads a time as Write2 accepts it: a date, a file time, or a text that reads as a date; null for everything else.
    /// </summary>
    public static DateTime? ToTime(MxValue source) => source.Type switch
    {
        VariantType.Date or VariantType.FileTime => source.AsDateTime(),
        VariantType.String when DateTimeOffset.TryParse(
            source.AsString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.UtcDateTime,
        _ => null,
    };

    private static long? ToTicks(MxValue source) => source.Type switch
    {
        VariantType.String => long.TryParse(source.AsString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var ticks) ? ticks : null,
        VariantType.UInt64 when source.AsInt64() < 0 => null,
        _ => VariantTypeRules.IsInteger(source.Type) ? source.AsInt64() : null,
    };

    private static string TextOf(MxValue source) => source.Type is VariantType.Date or VariantType.FileTime
        ? source.AsDateTime().ToString("O", CultureInfo.InvariantCulture)
        : source.ToString();

    private static MxValue? ToBoolean(MxValue source)
    {
        if (source.Type == VariantType.String && bool.TryParse(source.AsString(), out var truth))
        {
            return MxValue.FromBoolean(truth);
        }

        return ToFinite(source) is { } number ? MxValue.FromBoolean(number != 0) : null;
    }

    private static MxValue? ToEnum(PlantAttribute attribute, MxValue source)
    {
        var index = source.Type == VariantType.String ? IndexOf(attribute.Texts, source.AsString()) : -1;
        if (index < 0 && ToFinite(source) is { } number && number == Math.Floor(number))
        {
            index = (int)Math.Clamp(number, -1, int.MaxValue);
        }

        return index >= 0 && index < attribute.Texts.Count ? MxValue.FromString(attribute.Texts[index]) : null;
    }

    private static double? ToFinite(MxValue source) => ToDouble(source) is { } number && double.IsFinite(number) ? number : null;

    private static double? ToDouble(MxValue source)
    {
        if (source.Type == VariantType.Float)
        {
            // COM widens a float exactly.
            return source.AsFloat();
        }

        if (source.TryGetDouble(out var number))
        {
            return number;
        }

        // Text with digits that parses as infinity is a finite number that is too large.
        return source.Type == VariantType.String
            && double.TryParse(source.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && (!double.IsInfinity(number) || !source.AsString().Any(char.IsAsciiDigit))
                ? number
                : null;
    }

    private static double Rounded(PlantAttribute attribute, double number) =>
        attribute.Decimals is { } decimals ? Math.Round(number, decimals) : number;

    private static DateTime TimeOf(double unixSeconds)
    {
        const double lastSecond = 253402300799;
        var ticks = (long)(Math.Clamp(unixSeconds, 0, lastSecond) * TimeSpan.TicksPerSecond);
        return DateTime.UnixEpoch.AddTicks(ticks);
    }

    private static string TextOf(PlantAttribute attribute, double number) => attribute.Texts.Count == 0
        ? Rounded(attribute, number).ToString(CultureInfo.InvariantCulture)
        : attribute.Texts[(int)Math.Clamp(Math.Round(number), 0, attribute.Texts.Count - 1)];

    private static int IndexOf(IReadOnlyList<string> texts, string text)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (string.Equals(texts[i], text, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
