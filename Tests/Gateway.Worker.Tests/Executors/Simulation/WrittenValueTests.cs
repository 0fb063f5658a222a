using Gateway.Values;
using Gateway.Worker.Executors;
using Gateway.Worker.Executors.Simulation;

namespace Gateway.Worker.Tests.Executors.Simulation;

/// <summary>
/// The result of writing each kind of value to each type of attribute, with the limits of both: the table in GALAXY.md.
/// </summary>
public sealed class WrittenValueTests
{
    private static readonly DateTime Noon = new(2026, 7, 1, 12, 0, 0, 5, DateTimeKind.Utc);

    private static readonly (MxValue Written, MxValue? Stored)[] ToBoolean =
    [
        (MxValue.FromBoolean(true), True), (MxValue.FromInt32(0), False), (MxValue.FromInt32(-7), True),
        (MxValue.FromUInt64(ulong.MaxValue), True), (MxValue.FromDouble(double.Epsilon), True), (MxValue.FromDecimal(0), False),
        (MxValue.FromString("TRUE"), True), (MxValue.FromString("0"), False), (MxValue.FromString("yes"), null),
        (MxValue.FromDouble(double.NaN), null), (MxValue.FromFloat(float.PositiveInfinity), null), (MxValue.FromDate(Noon), null),
    ];

    private static readonly (MxValue Written, MxValue? Stored)[] ToInteger =
    [
        (MxValue.FromBoolean(true), MxValue.FromInt32(1)),
        (MxValue.FromInteger(VariantType.Int8, sbyte.MinValue), MxValue.FromInt32(sbyte.MinValue)),
        (MxValue.FromInteger(VariantType.UInt16, ushort.MaxValue), MxValue.FromInt32(ushort.MaxValue)),
        (MxValue.FromInteger(VariantType.UInt32, int.MaxValue), MxValue.FromInt32(int.MaxValue)),
        (MxValue.FromInteger(VariantType.UInt32, uint.MaxValue), null),
        (MxValue.FromInt64(int.MinValue), MxValue.FromInt32(int.MinValue)), (MxValue.FromInt64(int.MinValue - 1L), null),
        (MxValue.FromInt64(int.MaxValue + 1L), null), (MxValue.FromInt64(long.MinValue), null), (MxValue.FromUInt64(ulong.MaxValue), null),
        (MxValue.FromDouble(2147483647.4), MxValue.FromInt32(int.MaxValue)), (MxValue.FromDouble(2147483647.5), null),
        (MxValue.FromDouble(-2147483648.5), MxValue.FromInt32(int.MinValue)), (MxValue.FromDouble(-2147483648.6), null),
        (MxValue.FromDouble(2.5), MxValue.FromInt32(2)), (MxValue.FromDouble(double.NaN), null), (MxValue.FromDouble(double.NegativeInfinity), null),
        (MxValue.FromFloat(float.MaxValue), null), (MxValue.FromDecimal(decimal.MaxValue), null), (MxValue.FromCurrency(1.5m), MxValue.FromInt32(2)),
        (MxValue.FromString(" 12 "), MxValue.FromInt32(12)), (MxValue.FromString("2147483648"), null), (MxValue.FromString("twelve"), null),
        (MxValue.FromFileTime(Noon), null),
    ];

    private static readonly (MxValue Written, MxValue? Stored)[] ToFloat =
    [
        (MxValue.FromDouble(1e300), null), (MxValue.FromDouble(-1e39), null), (MxValue.FromDouble(float.MaxValue), MxValue.FromFloat(float.MaxValue)),
        (MxValue.FromDouble(double.Epsilon), MxValue.FromFloat(0)), (MxValue.FromDecimal(decimal.MaxValue), MxValue.FromFloat((float)decimal.MaxValue)),
        (MxValue.FromInt64(long.MaxValue), MxValue.FromFloat(long.MaxValue)), (MxValue.FromUInt64(ulong.MaxValue), MxValue.FromFloat(ulong.MaxValue)),
        (MxValue.FromDouble(double.PositiveInfinity), MxValue.FromFloat(float.PositiveInfinity)), (MxValue.FromDouble(double.NaN), MxValue.FromFloat(float.NaN)),
        (MxValue.FromBoolean(true), MxValue.FromFloat(1)), (MxValue.FromString("1e39"), null), (MxValue.FromString("1e400"), null),
        (MxValue.FromString("0.5"), MxValue.FromFloat(0.5f)), (MxValue.FromString("-Infinity"), MxValue.FromFloat(float.NegativeInfinity)),
        (MxValue.FromString(""), null), (MxValue.FromDate(Noon), null),
    ];

    private static readonly (MxValue Written, MxValue? Stored)[] ToDouble =
    [
        (MxValue.FromDouble(double.MaxValue), MxValue.FromDouble(double.MaxValue)), (MxValue.FromFloat(0.1f), MxValue.FromDouble(0.1f)),
        (MxValue.FromInt64(long.MinValue), MxValue.FromDouble(long.MinValue)), (MxValue.FromUInt64(ulong.MaxValue), MxValue.FromDouble(ulong.MaxValue)),
        (MxValue.FromDecimal(decimal.MinValue), MxValue.FromDouble((double)decimal.MinValue)), (MxValue.FromString("1e308"), MxValue.FromDouble(1e308)),
        (MxValue.FromString("1e309"), null), (MxValue.FromString("Infinity"), MxValue.FromDouble(double.PositiveInfinity)), (MxValue.FromString("1,5"), null),
        (MxValue.FromDate(Noon), null),
    ];

    private static readonly (MxValue Written, MxValue? Stored)[] ToText =
    [
        (MxValue.FromString(""), MxValue.FromString("")), (MxValue.FromInt64(long.MinValue), MxValue.FromString("-9223372036854775808")),
        (MxValue.FromUInt64(ulong.MaxValue), MxValue.FromString("18446744073709551615")), (MxValue.FromDouble(0.1), MxValue.FromString("0.1")),
        (MxValue.FromDecimal(1.50m), MxValue.FromString("1.50")), (MxValue.FromBoolean(true), MxValue.FromString("True")),
        (MxValue.FromDate(Noon), MxValue.FromString("2026-07-01T12:00:00.0050000Z")),
    ];

    private static readonly (MxValue Written, MxValue? Stored)[] ToTime =
    [
        (MxValue.FromDate(Noon), MxValue.FromDate(Noon)), (MxValue.FromFileTime(Noon), MxValue.FromDate(Noon)),
        (MxValue.FromDate(DateTime.MinValue), MxValue.FromDate(DateTime.MinValue)), (MxValue.FromDate(DateTime.MaxValue), MxValue.FromDate(DateTime.MaxValue)),
        (MxValue.FromString("2026-07-01T12:00:00.005"), MxValue.FromDate(Noon)), (MxValue.FromString("2026-07-01T14:00:00.005+02:00"), MxValue.FromDate(Noon)),
        (MxValue.FromString("2026-02-30"), null), (MxValue.FromString("0001-01-01T00:00:00+05:00"), null), (MxValue.FromString("9999-12-31T23:00:00-05:00"), null),
        (MxValue.FromInt32(0), null), (MxValue.FromDouble(45000), null), (MxValue.FromBoolean(true), null),
    ];

    private static readonly (MxValue Written, MxValue? Stored)[] ToElapsedTime =
    [
        (MxValue.FromInt64(long.MinValue), MxValue.FromInt64(long.MinValue)), (MxValue.FromUInt64(long.MaxValue), MxValue.FromInt64(long.MaxValue)),
        (MxValue.FromUInt64(ulong.MaxValue), null), (MxValue.FromUInt64(1UL << 63), null), (MxValue.FromInt32(-5), MxValue.FromInt64(-5)),
        (MxValue.FromString("9223372036854775807"), MxValue.FromInt64(long.MaxValue)), (MxValue.FromString("9223372036854775808"), null),
        (MxValue.FromDouble(1), null), (MxValue.FromBoolean(true), null), (MxValue.FromDate(Noon), null),
    ];

    private static readonly (MxValue Written, MxValue? Stored)[] ToEnum =
    [
        (MxValue.FromString("closed"), MxValue.FromString("Closed")), (MxValue.FromInt32(0), MxValue.FromString("Open")), (MxValue.FromInt32(2), null),
        (MxValue.FromInt32(-1), null), (MxValue.FromDouble(1), MxValue.FromString("Closed")), (MxValue.FromDouble(0.5), null),
        (MxValue.FromDouble(double.NaN), null), (MxValue.FromDouble(1e300), null), (MxValue.FromUInt64(ulong.MaxValue), null),
        (MxValue.FromString("1"), MxValue.FromString("Closed")), (MxValue.FromString("shut"), null), (MxValue.FromDate(Noon), null),
    ];

    private static MxValue True => MxValue.FromBoolean(true);

    private static MxValue False => MxValue.FromBoolean(false);

    private static (MxDataType Type, (MxValue Written, MxValue? Stored)[] Rows)[] Table =>
    [
        (MxDataType.Boolean, ToBoolean), (MxDataType.Integer, ToInteger), (MxDataType.Float, ToFloat), (MxDataType.Double, ToDouble),
        (MxDataType.String, ToText), (MxDataType.ReferenceType, ToText), (MxDataType.Time, ToTime), (MxDataType.ElapsedTime, ToElapsedTime),
        (MxDataType.QualifiedEnum, ToEnum),
    ];

    [Fact]
    public void A_written_value_is_stored_as_the_table_says_or_not_at_all()
    {
        foreach (var (type, rows) in Table)
        {
            foreach (var (written, expected) in rows)
            {
                Assert.Equal(
                    $"{type} <- {written.Type} {written}: {expected}",
                    $"{type} <- {written.Type} {written}: {Stored(type, written)}");
                Assert.Equal(expected, Stored(type, written));
            }
        }
    }

    [Fact]
    public void Every_pair_of_types_stores_a_value_of_the_attributes_type_or_nothing()
    {
        foreach (var (type, _) in Table)
        {
            foreach (var written in Table.SelectMany(row => row.Rows).Select(row => row.Written))
            {
                var stored = Stored(type, written);
                Assert.True(stored is null || stored.Value.Type == ValueConversion.VariantOf(type), $"{type} <- {written.Type} {written}");
                var madeInfinite = stored is { } value && value.TryGetDouble(out var number) && double.IsInfinity(number)
                    && !written.ToString().Contains('∞', StringComparison.Ordinal) && !written.ToString().Contains("Infinity", StringComparison.Ordinal);
                Assert.False(madeInfinite, $"{type} <- {written.Type} {written}");
            }
        }
    }

    [Fact]
    public void Nothing_takes_what_is_no_value()
    {
        foreach (var (type, _) in Table)
        {
            Assert.Null(Stored(type, MxValue.Empty));
            Assert.Null(Stored(type, MxValue.Null));
            Assert.Null(Stored(type, MxValue.FromInteger(VariantType.Error, 5)));
            Assert.Null(Stored(type, MxValue.FromArray(VariantType.Int32, new[] { 1 })));
        }
    }

    [Fact]
    public void An_array_with_an_element_that_does_not_fit_is_not_stored_and_completes_with_an_operational_error()
    {
        var rig = new GalaxyRig(json: """
            { "objects": [ { "name": "A", "attributes": {
              "Floats": { "type": "Float", "value": [1, 2] }, "Bounded": { "type": "Integer", "value": [1, 2], "max": 10 },
              "Float": { "type": "Float" }, "Elapsed": { "type": "ElapsedTime" } } } ] }
            """);
        rig.Write("A.Floats[]", MxValue.FromArray(VariantType.Double, new[] { 1, 1e39 }));
        rig.Write("A.Bounded[]", MxValue.FromArray(VariantType.Int32, new[] { 3, 11 }));
        rig.Write("A.Float", MxValue.FromDouble(1e300));
        rig.Write("A.Elapsed", MxValue.FromUInt64(ulong.MaxValue));
        Assert.Equal(new[] { 1f, 2f }, rig["A.Floats"].Value.AsArray());
        Assert.Equal(new[] { 1, 2 }, rig["A.Bounded"].Value.AsArray());
        Assert.Equal(0, rig["A.Float"].Value.AsFloat());
        Assert.Equal(0, rig["A.Elapsed"].Value.AsInt64());
        Assert.Equal(4, rig.Events.Failures.Count);
        Assert.All(rig.Events.Failures, status => Assert.Equal(MxStatusCategory.OperationalError, status.Category));
        rig.Write("A.Bounded[]", MxValue.FromArray(VariantType.Int32, new[] { 3, 10 }));
        Assert.Equal(new[] { 3, 10 }, rig["A.Bounded"].Value.AsArray());
        Assert.Equal(4, rig.Events.Failures.Count);
    }

    [Fact]
    public void A_formula_whose_result_does_not_fit_gives_bad_quality_and_leaves_the_value()
    {
        var rig = new GalaxyRig(json: """
            { "objects": [ { "name": "A", "attributes": {
              "Float": { "type": "Float", "value": 7, "formula": "if(t > 1, pow(10, 39), self)" },
              "Whole": { "type": "Integer", "value": 7, "formula": "if(t > 1, 3000000000, self)" } } } ] }
            """);
        rig.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal((7f, Qualities.Bad), (rig["A.Float"].Value.AsFloat(), rig["A.Float"].Quality));
        Assert.Equal((7L, Qualities.Bad), (rig["A.Whole"].Value.AsInt64(), rig["A.Whole"].Quality));
    }

    [Fact]
    public void An_item_time_that_is_none_is_not_called_a_bad_handle()
    {
        var rig = new GalaxyRig();
        var item = rig.Advise("Tank101.Level.Gain");
        rig.Pass(rig.Galaxy.Options.FirstValueDelay);
        var none = MxValue.FromString("2026-02-30T00:00:00Z");
        Assert.Equal(Hresults.InvalidTime, rig.Access.Write2(rig.Server, item, MxValue.FromFloat(1), none, 0));
        Assert.Equal(Hresults.InvalidTime, rig.Access.WriteSecured2(rig.Server, item, 0, 0, MxValue.FromFloat(1), MxValue.FromInt32(5)));
        Assert.Equal(Hresults.InvalidArgument, rig.Access.Write2(rig.Server, item + 1, MxValue.FromFloat(1), none, 0));
        Assert.Contains("not a time", Hresults.Describe(Hresults.InvalidTime), StringComparison.Ordinal);
    }

    private static MxValue? Stored(MxDataType type, MxValue written)
    {
        var attribute = new PlantAttribute { Name = "A", DataType = type, Texts = type == MxDataType.QualifiedEnum ? ["Open", "Closed"] : [] };
        return ValueConversion.TryCoerce(attribute, written, out var value) ? value : null;
    }
}
