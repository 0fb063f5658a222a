namespace Gateway.Values;

/// <summary>Properties of each <see cref="VariantType"/>.</summary>
public static class VariantTypeRules
{
    /// <summary>The vendor data type a variant of this element type amounts to.</summary>
    public static MxDataType DataTypeOf(VariantType elementType) => elementType switch
    {
        VariantType.Boolean => MxDataType.Boolean,
        VariantType.Float => MxDataType.Float,
        VariantType.Double or VariantType.Currency or VariantType.Decimal => MxDataType.Double,
        VariantType.String => MxDataType.String,
        VariantType.Date or VariantType.FileTime => MxDataType.Time,
        VariantType.Empty or VariantType.Null => MxDataType.NoData,
        _ => IsInteger(elementType) ? MxDataType.Integer : MxDataType.Unknown,
    };

    /// <summary>The variant type that is meant when only the data type is named; null when there is none.</summary>
    public static VariantType? DefaultFor(MxDataType dataType) => dataType switch
    {
        MxDataType.NoData => VariantType.Empty,
        MxDataType.Boolean => VariantType.Boolean,
        MxDataType.Integer => VariantType.Int32,
        MxDataType.Float => VariantType.Float,
        MxDataType.Double => VariantType.Double,
        MxDataType.String => VariantType.String,
        MxDataType.Time => VariantType.Date,
        _ => null,
    };

    public static bool IsInteger(VariantType elementType) => elementType is
        VariantType.Int8 or VariantType.Int16 or VariantType.Int32 or VariantType.Int64 or
        VariantType.UInt8 or VariantType.UInt16 or VariantType.UInt32 or VariantType.UInt64 or VariantType.Error;

    /// <summary>Whether the integer fits the type; UInt64 takes any 64 bits.</summary>
    public static bool Fits(VariantType integerType, long value) => integerType switch
    {
        VariantType.Int8 => value is >= sbyte.MinValue and <= sbyte.MaxValue,
        VariantType.Int16 => value is >= short.MinValue and <= short.MaxValue,
        VariantType.Int32 or VariantType.Error => value is >= int.MinValue and <= int.MaxValue,
        VariantType.UInt8 => value is >= 0 and <= byte.MaxValue,
        VariantType.UInt16 => value is >= 0 and <= ushort.MaxValue,
        VariantType.UInt32 => value is >= 0 and <= uint.MaxValue,
        _ => true,
    };

    /// <summary>Whether the number fits a VT_CY.</summary>
    public static bool FitsCurrency(decimal value)
    {
        const decimal scale = 10_000;
        return value is >= long.MinValue / scale and <= long.MaxValue / scale;
    }

    /// <summary>Whether a FILETIME can represent the time.</summary>
    public static bool FitsFileTime(DateTime utc) => utc.Year >= 1601;

    /// <summary>Whether the number stays finite as a 32-bit float.</summary>
    public static bool FitsFloat(double value) => float.IsFinite((float)value) || !double.IsFinite(value);

    /// <summary>The CLR type of an array element.</summary>
    public static Type ClrTypeOf(VariantType elementType) => elementType switch
    {
        VariantType.Boolean => typeof(bool),
        VariantType.Int8 => typeof(sbyte),
        VariantType.Int16 => typeof(short),
        VariantType.Int32 or VariantType.Error => typeof(int),
        VariantType.Int64 => typeof(long),
        VariantType.UInt8 => typeof(byte),
        VariantType.UInt16 => typeof(ushort),
        VariantType.UInt32 => typeof(uint),
        VariantType.UInt64 => typeof(ulong),
        VariantType.Float => typeof(float),
        VariantType.Double => typeof(double),
        VariantType.Currency or VariantType.Decimal => typeof(decimal),
        VariantType.Date or VariantType.FileTime => typeof(DateTime),
        VariantType.String => typeof(string),
        _ => throw new ArgumentOutOfRangeException(nameof(elementType), $"There are no arrays of {elementType}."),
    };

    /// <summary>Whether arrays of this element type exist.</summary>
    public static bool HasArrays(VariantType elementType) =>
        DataTypeOf(elementType) is not (MxDataType.NoData or MxDataType.Unknown);
}
