namespace Gateway.Values;

/// <summary>Elements of array values as scalar values.</summary>
public static class VariantArrays
{
    /// <summary>The element type of an array whose elements were given without a type; null when they have no common type.</summary>
    public static VariantType? CommonType(IEnumerable<VariantType> inferred)
    {
        VariantType[] types = [.. inferred.Distinct()];
        return types switch
        {
            [var single] => single,
            _ when types.All(t => t is VariantType.Int32 or VariantType.Int64) => VariantType.Int64,
            _ when types.All(t => t is VariantType.Int32 or VariantType.Int64 or VariantType.Double) => VariantType.Double,
            _ => null,
        };
    }

    // Compares by variant type, not by array type, because the runtime accepts an int[] as a uint[].
    public static MxValue ElementAt(VariantType elementType, Array elements, int index) => elementType switch
    {
        VariantType.Boolean => MxValue.FromBoolean(((bool[])elements)[index]),
        VariantType.Int8 => MxValue.FromInteger(elementType, ((sbyte[])elements)[index]),
        VariantType.Int16 => MxValue.FromInteger(elementType, ((short[])elements)[index]),
        VariantType.Int32 or VariantType.Error => MxValue.FromInteger(elementType, ((int[])elements)[index]),
        VariantType.Int64 => MxValue.FromInt64(((long[])elements)[index]),
        VariantType.UInt8 => MxValue.FromInteger(elementType, ((byte[])elements)[index]),
        VariantType.UInt16 => MxValue.FromInteger(elementType, ((ushort[])elements)[index]),
        VariantType.UInt32 => MxValue.FromInteger(elementType, ((uint[])elements)[index]),
        VariantType.UInt64 => MxValue.FromUInt64(((ulong[])elements)[index]),
        VariantType.Float => MxValue.FromFloat(((float[])elements)[index]),
        VariantType.Double => MxValue.FromDouble(((double[])elements)[index]),
        VariantType.Currency => MxValue.FromCurrency(((decimal[])elements)[index]),
        VariantType.Decimal => MxValue.FromDecimal(((decimal[])elements)[index]),
        VariantType.Date => MxValue.FromDate(((DateTime[])elements)[index]),
        VariantType.FileTime => MxValue.FromFileTime(((DateTime[])elements)[index]),
        VariantType.String => MxValue.FromString(((string?[])elements)[index] ?? ""),
        _ => throw new ArgumentOutOfRangeException(nameof(elementType), $"There are no arrays of {elementType}."),
    };
}
