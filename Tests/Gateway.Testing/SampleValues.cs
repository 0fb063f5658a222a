using Gateway.Values;

namespace Gateway.Testing;

/// <summary>
/// Values of every variant type and every case that an encoding could get wrong. The order and the names are part of golden
/// files.
/// </summary>
public static class SampleValues
{
    private static readonly DateTime Time = new DateTime(2026, 3, 1, 12, 34, 56, DateTimeKind.Utc).AddTicks(1_234_567);

    public static IReadOnlyDictionary<string, MxValue> All { get; } = Scalars().Concat(Arrays()).ToDictionary();

    private static Dictionary<string, MxValue> Scalars() => new()
    {
        ["empty"] = MxValue.Empty,
        ["null"] = MxValue.Null,
        ["true"] = MxValue.FromBoolean(true),
        ["false"] = MxValue.FromBoolean(false),
        ["int8 least"] = MxValue.FromInteger(VariantType.Int8, sbyte.MinValue),
        ["int16 least"] = MxValue.FromInteger(VariantType.Int16, short.MinValue),
        ["int32"] = MxValue.FromInt32(42),
        ["int32 least"] = MxValue.FromInt32(int.MinValue),
        ["int32 greatest"] = MxValue.FromInt32(int.MaxValue),
        ["int64 least"] = MxValue.FromInt64(long.MinValue),
        ["int64 greatest"] = MxValue.FromInt64(long.MaxValue),
        ["int64 2^53-1"] = MxValue.FromInt64((1L << 53) - 1),
        ["int64 2^53"] = MxValue.FromInt64(1L << 53),
        ["int64 2^53+1"] = MxValue.FromInt64((1L << 53) + 1),
        ["int64 -2^53-1"] = MxValue.FromInt64(-(1L << 53) - 1),
        ["uint8 greatest"] = MxValue.FromInteger(VariantType.UInt8, byte.MaxValue),
        ["uint16 greatest"] = MxValue.FromInteger(VariantType.UInt16, ushort.MaxValue),
        ["uint32 greatest"] = MxValue.FromInteger(VariantType.UInt32, uint.MaxValue),
        ["uint64 2^53+1"] = MxValue.FromUInt64((1UL << 53) + 1),
        ["uint64 greatest"] = MxValue.FromUInt64(ulong.MaxValue),
        ["float"] = MxValue.FromFloat(0.1f),
        ["float NaN"] = MxValue.FromFloat(float.NaN),
        ["float infinity"] = MxValue.FromFloat(float.PositiveInfinity),
        ["float greatest"] = MxValue.FromFloat(float.MaxValue),
        ["double"] = MxValue.FromDouble(0.1),
        ["double whole"] = MxValue.FromDouble(3),
        ["double NaN"] = MxValue.FromDouble(double.NaN),
        ["double infinity"] = MxValue.FromDouble(double.PositiveInfinity),
        ["double -infinity"] = MxValue.FromDouble(double.NegativeInfinity),
        ["double -0"] = MxValue.FromDouble(-0.0),
        ["double least above 0"] = MxValue.FromDouble(double.Epsilon),
        ["double greatest"] = MxValue.FromDouble(double.MaxValue),
        ["string"] = MxValue.FromString("Tank101.Level.PV"),
        ["string empty"] = MxValue.FromString(""),
        ["string unicode"] = MxValue.FromString("Füllstand ≥ 80 % 🛢\u0000\"\\"),
        ["string long"] = MxValue.FromString(new string('x', 300)),
        ["currency"] = MxValue.FromCurrency(-922_337_203_685_477.5808m),
        ["decimal"] = MxValue.FromDecimal(79_228_162_514_264_337_593_543_950_335m),
        ["decimal scale kept"] = MxValue.FromDecimal(1.500m),
        ["date"] = MxValue.FromDate(Time.AddTicks(-7)),
        ["date 100 ns"] = MxValue.FromDate(Time),
        ["date before 1970"] = MxValue.FromDate(new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc).AddTicks(3)),
        ["date first"] = MxValue.FromDate(DateTime.MinValue),
        ["file time 100 ns"] = MxValue.FromFileTime(Time),
        ["file time last"] = MxValue.FromFileTime(DateTime.MaxValue),
        ["error"] = MxValue.FromInteger(VariantType.Error, unchecked((int)0x80070057)),
    };

    private static Dictionary<string, MxValue> Arrays() => new()
    {
        ["booleans"] = MxValue.FromArray(VariantType.Boolean, new[] { true, false }),
        ["int8s"] = MxValue.FromArray(VariantType.Int8, new sbyte[] { -128, 127 }),
        ["int16s"] = MxValue.FromArray(VariantType.Int16, new short[] { -32768, 32767 }),
        ["int32s"] = MxValue.FromArray(VariantType.Int32, new[] { int.MinValue, 0, int.MaxValue }),
        ["int32s none"] = MxValue.FromArray(VariantType.Int32, Array.Empty<int>()),
        ["int64s"] = MxValue.FromArray(VariantType.Int64, new[] { long.MinValue, (1L << 53) + 1, 1 }),
        ["uint8s"] = MxValue.FromArray(VariantType.UInt8, new byte[] { 0, 255 }),
        ["uint16s"] = MxValue.FromArray(VariantType.UInt16, new ushort[] { 0, 65535 }),
        ["uint32s"] = MxValue.FromArray(VariantType.UInt32, new[] { 0u, uint.MaxValue }),
        ["uint64s"] = MxValue.FromArray(VariantType.UInt64, new[] { 0ul, ulong.MaxValue }),
        ["floats"] = MxValue.FromArray(VariantType.Float, new[] { 0.1f, float.NaN, float.NegativeInfinity }),
        ["doubles"] = MxValue.FromArray(VariantType.Double, new[] { 0.1, double.NaN, double.PositiveInfinity, -1 }),
        ["strings"] = MxValue.FromArray(VariantType.String, new[] { "a", "", "Ω" }),
        ["currencies"] = MxValue.FromArray(VariantType.Currency, new[] { 1.5m, -0.0001m }),
        ["decimals"] = MxValue.FromArray(VariantType.Decimal, new[] { decimal.MinValue, 1.10m }),
        ["dates"] = MxValue.FromArray(VariantType.Date, new[] { Time, Time.AddTicks(-7) }),
        ["dates just after 1970"] = MxValue.FromArray(VariantType.Date, new[] { Time, DateTime.UnixEpoch.AddMicroseconds(5) }),
        ["file times"] = MxValue.FromArray(VariantType.FileTime, new[] { Time, Time.AddTicks(10) }),
        ["errors"] = MxValue.FromArray(VariantType.Error, new[] { unchecked((int)0x80004005), 0 }),
    };
}
