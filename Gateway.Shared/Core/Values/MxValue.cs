using System.Collections;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>
/// One MXAccess value: what a VARIANT held, exactly. Immutable. Times are held as UTC with 100 ns; currency and decimal as
/// <see cref="decimal"/>; an array as the CLR array of its element type.
/// </summary>
[JsonConverter(typeof(MxValueJsonConverter))]
public readonly struct MxValue : IEquatable<MxValue>
{
    private readonly long _bits;
    private readonly object? _object;

    private MxValue(VariantType type, long bits, object? reference = null)
    {
        Type = type;
        _bits = bits;
        _object = reference;
    }

    /// <summary>VT_EMPTY.</summary>
    public static MxValue Empty => default;

    /// <summary>VT_NULL.</summary>
    public static MxValue Null => new(VariantType.Null, 0);

    /// <summary>The VARTYPE, with <see cref="VariantType.Array"/> for arrays.</summary>
    public VariantType Type { get; }

    public VariantType ElementType => Type & ~VariantType.Array;

    public bool IsArray => (Type & VariantType.Array) != 0;

    /// <summary>The vendor data type this variant type amounts to.</summary>
    public MxDataType DataType => VariantTypeRules.DataTypeOf(ElementType);

    public static MxValue FromBoolean(bool value) => new(VariantType.Boolean, value ? 1 : 0);

    public static MxValue FromInt32(int value) => new(VariantType.Int32, value);

    public static MxValue FromInt64(long value) => new(VariantType.Int64, value);

    public static MxValue FromUInt64(ulong value) => new(VariantType.UInt64, (long)value);

    public static MxValue FromFloat(float value) => new(VariantType.Float, BitConverter.SingleToInt32Bits(value));

    public static MxValue FromDouble(double value) => new(VariantType.Double, BitConverter.DoubleToInt64Bits(value));

    public static MxValue FromString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(VariantType.String, 0, value);
    }

    /// <summary>A VT_DATE. A local time becomes the UTC time of the same moment; a time of unspecified kind is UTC.</summary>
    public static MxValue FromDate(DateTime value) => new(VariantType.Date, InUtc(value).Ticks);

    /// <summary>A FILETIME, which begins with the year 1601. Kinds as for <see cref="FromDate"/>.</summary>
    public static MxValue FromFileTime(DateTime value) => VariantTypeRules.FitsFileTime(InUtc(value))
        ? new(VariantType.FileTime, InUtc(value).Ticks)
        : throw new ArgumentOutOfRangeException(nameof(value), "A FILETIME begins with the year 1601.");

    /// <summary>A VT_CY: a 64-bit count of ten-thousandths.</summary>
    public static MxValue FromCurrency(decimal value) => VariantTypeRules.FitsCurrency(value)
        ? new(VariantType.Currency, 0, value)
        : throw new ArgumentOutOfRangeException(nameof(value), "The number does not fit a currency.");

    public static MxValue FromDecimal(decimal value) => new(VariantType.Decimal, 0, value);

    /// <summary>An integer of any integer variant type (also VT_ERROR); the value must fit that type.</summary>
    public static MxValue FromInteger(VariantType type, long value)
    {
        if (!VariantTypeRules.IsInteger(type) || !VariantTypeRules.Fits(type, value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), $"The integer does not fit variant type {type}.");
        }

        return new(type, value);
    }

    /// <summary>As <see cref="FromInteger"/>, for an integer of which that was checked.</summary>
    internal static MxValue FromChecked(VariantType type, long value) => new(type, value);

    /// <summary>
    /// An array of the CLR element type that belongs to <paramref name="elementType"/>. The array is not copied, unless it holds
    /// local times: their kinds are as for <see cref="FromDate"/>.
    /// </summary>
    public static MxValue FromArray(VariantType elementType, Array elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        if (elements.Rank != 1 || elements.GetType().GetElementType() != VariantTypeRules.ClrTypeOf(elementType))
        {
            throw new ArgumentException($"An array of {elementType} is a one-dimensional {VariantTypeRules.ClrTypeOf(elementType).Name}[].", nameof(elements));
        }

        return new(elementType | VariantType.Array, 0, elements is DateTime[] times ? InUtc(times) : elements);
    }

    public bool AsBoolean() => Expect(VariantType.Boolean) && _bits != 0;

    public string AsString() => Expect(VariantType.String) ? (string)_object! : "";

    /// <summary>Any integer variant; an unsigned 64-bit one is reinterpreted.</summary>
    public long AsInt64() => VariantTypeRules.IsInteger(Type)
        ? _bits
        : throw new InvalidOperationException($"The value is {Type}, not an integer.");

    public DateTime AsDateTime() => Type is VariantType.Date or VariantType.FileTime
        ? new DateTime(_bits, DateTimeKind.Utc)
        : throw new InvalidOperationException($"The value is {Type}, not a time.");

    public decimal AsDecimal() => Type is VariantType.Currency or VariantType.Decimal
        ? (decimal)_object!
        : throw new InvalidOperationException($"The value is {Type}, not a decimal.");

    public float AsFloat() => Expect(VariantType.Float) ? BitConverter.Int32BitsToSingle((int)_bits) : 0;

    /// <summary>The elements of an array value; do not change them.</summary>
    public Array AsArray() => _object as Array ?? throw new InvalidOperationException($"The value is {Type}, not an array.");

    /// <summary>
    /// A scalar numeric (or boolean, as 0 and 1) value as a double; false for everything else. A 32-bit float becomes the number that its
    /// shortest decimal says, as in JSON and in the TypeScript client: 49.99 and not 49.9900016784668. <see cref="AsFloat"/> is exact.
    /// </summary>
    public bool TryGetDouble(out double value)
    {
        switch (Type)
        {
            case VariantType.Double:
                value = BitConverter.Int64BitsToDouble(_bits);
                return true;
            case VariantType.Float:
                value = ShortestOf(BitConverter.Int32BitsToSingle((int)_bits));
                return true;
            case VariantType.Currency or VariantType.Decimal:
                value = (double)(decimal)_object!;
                return true;
            case VariantType.UInt64:
                value = (ulong)_bits;
                return true;
            case VariantType.Boolean:
                value = _bits;
                return true;
            default:
                value = _bits;
                return VariantTypeRules.IsInteger(Type);
        }
    }

    /// <summary>The value as a boxed CLR object; null for VT_EMPTY and VT_NULL.</summary>
    public object? ToObject() => Type switch
    {
        VariantType.Empty or VariantType.Null => null,
        VariantType.Boolean => _bits != 0,
        VariantType.Int16 => (short)_bits,
        VariantType.Int32 or VariantType.Error => (int)_bits,
        VariantType.Int8 => (sbyte)_bits,
        VariantType.UInt8 => (byte)_bits,
        VariantType.UInt16 => (ushort)_bits,
        VariantType.UInt32 => (uint)_bits,
        VariantType.Int64 => _bits,
        VariantType.UInt64 => (ulong)_bits,
        VariantType.Float => BitConverter.Int32BitsToSingle((int)_bits),
        VariantType.Double => BitConverter.Int64BitsToDouble(_bits),
        VariantType.Date or VariantType.FileTime => AsDateTime(),
        _ => _object,
    };

    /// <summary>Equal variant type and bit-equal value; arrays element by element.</summary>
    public bool Equals(MxValue other) =>
        Type == other.Type
        && _bits == other._bits
        && (_object is Array
            ? StructuralComparisons.StructuralEqualityComparer.Equals(_object, other._object)
            : Equals(_object, other._object));

    public override bool Equals(object? obj) => obj is MxValue other && Equals(other);

    public override int GetHashCode() => _object is Array array
        ? HashCode.Combine(Type, array.Length)
        : HashCode.Combine(Type, _bits, _object);

    public static bool operator ==(MxValue left, MxValue right) => left.Equals(right);

    public static bool operator !=(MxValue left, MxValue right) => !left.Equals(right);

    public override string ToString() => IsArray
        ? $"{ElementType}[{AsArray().Length}]"
        : Convert.ToString(ToObject(), CultureInfo.InvariantCulture) ?? "";

    private static double ShortestOf(float value)
    {
        const float exactIntegers = 1 << 24;
        if (!float.IsFinite(value) || (float.IsInteger(value) && Math.Abs(value) < exactIntegers))
        {
            return value;
        }

#if NETSTANDARD2_0
        // .NET Framework writes seven digits when it is not told how many; nine are always enough.
        return new[] { "G7", "G8", "G9" }.Select(format => double.Parse(value.ToString(format, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
            .First(number => (float)number == value);
#else
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        return double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
#endif
    }

    private static DateTime InUtc(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;

    private static DateTime[] InUtc(DateTime[] times) =>
        Array.Exists(times, time => time.Kind == DateTimeKind.Local) ? Array.ConvertAll(times, InUtc) : times;

    private bool Expect(VariantType type) => Type == type
        ? true
        : throw new InvalidOperationException($"The value is {Type}, not {type}.");
}
