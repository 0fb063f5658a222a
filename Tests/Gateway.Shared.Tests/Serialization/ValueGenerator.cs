using FsCheck;
using FsCheck.Fluent;
using Gateway.Values;

namespace Gateway.Shared.Tests.Serialization;

/// <summary>Random values of every variant type, scalars and arrays.</summary>
internal static class ValueGenerator
{
    private static readonly VariantType[] Types = [.. Enum.GetValues<VariantType>().Where(type => type != VariantType.Array)];

    public static Gen<MxValue> Values() => Gen.Frequency((4, Scalars()), (1, Arrays()));

    public static Gen<MxValue> Scalars() => Gen.Elements(Types).SelectMany(Scalar);

    public static Gen<MxValue> Arrays() =>
        from type in Gen.Elements(Types.Where(VariantTypeRules.HasArrays))
        from elements in Gen.ListOf(Scalar(type))
        select ArrayOf(type, [.. elements]);

    public static Gen<DateTime> Times() => Gen.Frequency(
        (1, Gen.Elements(DateTime.MinValue, DateTime.MaxValue, DateTime.UnixEpoch, DateTime.UnixEpoch.AddTicks(-1))),
        (4, Bits().Select(bits => new DateTime((bits & long.MaxValue) % (DateTime.MaxValue.Ticks + 1)))))
        .Select(time => DateTime.SpecifyKind(time, DateTimeKind.Utc));

    public static Gen<long> Integers() => Gen.Frequency(
        (1, Gen.Elements(long.MinValue, long.MaxValue, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, -(1L << 53), -(1L << 53) - 1, 0)),
        (2, Bits()),
        (2, Gen.Choose(-70_000, 70_000).Select(value => (long)value)));

    /// <summary>A random 64-bit pattern.</summary>
    public static Gen<long> Bits() =>
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        select ((long)high << 32) | (uint)low;

    private static Gen<MxValue> Scalar(VariantType type) => type switch
    {
        VariantType.Empty => Gen.Constant(MxValue.Empty),
        VariantType.Null => Gen.Constant(MxValue.Null),
        VariantType.Boolean => Gen.Elements(true, false).Select(MxValue.FromBoolean),
        VariantType.Float => Doubles().Select(value => MxValue.FromFloat((float)value)),
        VariantType.Double => Doubles().Select(MxValue.FromDouble),
        VariantType.String => Texts().Select(MxValue.FromString),
        VariantType.Currency => Integers().Select(value => MxValue.FromCurrency(decimal.FromOACurrency(value))),
        VariantType.Decimal => Decimals().Select(MxValue.FromDecimal),
        VariantType.Date => Times().Select(MxValue.FromDate),
        VariantType.FileTime => Times().Select(time => MxValue.FromFileTime(time.Year < 1601 ? DateTime.FromFileTimeUtc(0) : time)),
        VariantType.UInt64 => Integers().Select(value => MxValue.FromUInt64((ulong)value)),
        _ => Integers().Select(value => MxValue.FromInteger(type, VariantTypeRules.Fits(type, value) ? value : value & 0x7f)),
    };

    private static Gen<double> Doubles() => Gen.Frequency(
        (1, Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue, double.MinValue)),
        (3, Bits().Select(BitConverter.Int64BitsToDouble).Select(value => double.IsNaN(value) ? 1 : value)),
        (2, Gen.Choose(-1000, 1000).Select(value => value / 8.0)));

    private static Gen<decimal> Decimals() =>
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from middle in Gen.Choose(int.MinValue, int.MaxValue)
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from negative in Gen.Elements(true, false)
        from scale in Gen.Choose(0, 28)
        select new decimal(low, middle, high, negative, (byte)scale);

    private static Gen<string> Texts() =>
        Gen.ListOf(Gen.Elements("a", "Ω", "🛢", "\"", "\\", "\n", "\0", "</script>", "é", " ")).Select(parts => string.Concat(parts));

    private static MxValue ArrayOf(VariantType type, MxValue[] elements)
    {
        var array = Array.CreateInstance(VariantTypeRules.ClrTypeOf(type), elements.Length);
        for (var i = 0; i < elements.Length; i++)
        {
            array.SetValue(elements[i].ToObject(), i);
        }

        return MxValue.FromArray(type, array);
    }
}
