using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Serialization;

[Trait("Size", "Long")]
public sealed class ValueRoundTripTests
{
    public static TheoryData<string> Names => [.. SampleValues.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_comes_back_the_same_through_each_encoding(string name) => AssertComesBack(SampleValues.All[name]);

    [Theory]
    [InlineData(49.99f, 49.99)]
    [InlineData(0.1f, 0.1)]
    [InlineData(-273.15f, -273.15)]
    [InlineData(16777216f, 16777216)]
    [InlineData(3.4028235E+38f, 3.4028235E+38)]
    [InlineData(1E-45f, 1E-45)]
    [InlineData(0f, 0)]
    [InlineData(float.PositiveInfinity, double.PositiveInfinity)]
    public void A_float_as_a_double_is_what_its_shortest_decimal_says_as_in_json(float value, double expected)
    {
        Assert.True(MxValue.FromFloat(value).TryGetDouble(out var number));
        Assert.Equal(expected, number);
        Assert.Equal(value, (float)number);
    }

    [Fact]
    public void Every_variant_type_has_a_sample_alone_and_as_an_array()
    {
        var alone = SampleValues.All.Values.Where(value => !value.IsArray).Select(value => value.Type).ToHashSet();
        var inArrays = SampleValues.All.Values.Where(value => value.IsArray).Select(value => value.ElementType).ToHashSet();
        var all = Enum.GetValues<VariantType>().Where(type => type != VariantType.Array).ToHashSet();
        Assert.Equal(all, alone);
        Assert.Equal(all.Where(VariantTypeRules.HasArrays).ToHashSet(), inArrays);
    }

    [Fact]
    public void Any_value_comes_back_the_same_through_each_encoding()
    {
        var property = Prop.ForAll(ValueGenerator.Values().ToArbitrary(), AssertComesBack);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 3_000, soak: 100_000)), property);
    }

    [Fact]
    public void A_negative_zero_stays_negative()
    {
        Assert.True(double.IsNegative(NumberOf(ThroughJson(MxValue.FromDouble(-0.0)))));
        Assert.True(double.IsNegative(NumberOf(ThroughRow(MxValue.FromDouble(-0.0)))));
        Assert.True(double.IsNegative(NumberOf(ThroughMap(MxValue.FromDouble(-0.0)))));
    }

    [Theory]
    [InlineData("3", VariantType.Int32)]
    [InlineData("2147483648", VariantType.Int64)]
    [InlineData("3.5", VariantType.Double)]
    [InlineData("1e300", VariantType.Double)]
    [InlineData("true", VariantType.Boolean)]
    [InlineData("null", VariantType.Null)]
    [InlineData("\"x\"", VariantType.String)]
    [InlineData("[1,2]", VariantType.Int32 | VariantType.Array)]
    [InlineData("[1,2147483648]", VariantType.Int64 | VariantType.Array)]
    [InlineData("[1,2.5]", VariantType.Double | VariantType.Array)]
    [InlineData("{}", VariantType.Empty)]
    [InlineData("{\"value\":3}", VariantType.Int32)]
    [InlineData("{\"dataType\":\"Float\",\"value\":3}", VariantType.Float)]
    [InlineData("{\"dataType\":3,\"value\":\"NaN\"}", VariantType.Float)]
    [InlineData("{\"dataType\":\"Integer\",\"value\":[]}", VariantType.Int32 | VariantType.Array)]
    public void A_plain_json_value_gets_the_type_it_looks_like(string json, VariantType expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize<MxValue>(json, GatewayJson.Options).Type);

    [Theory]
    [InlineData("{\"dataType\":\"Integer\",\"value\":2147483648}")]
    [InlineData("{\"dataType\":\"Integer\",\"value\":1.5}")]
    [InlineData("{\"dataType\":\"Integer\",\"value\":{}}")]
    [InlineData("{\"dataType\":\"Boolean\",\"value\":1}")]
    [InlineData("{\"dataType\":\"String\",\"value\":null}")]
    [InlineData("{\"dataType\":\"Time\",\"value\":\"0001-01-01T00:00:00+14:00\"}")]
    [InlineData("{\"dataType\":\"Time\",\"value\":\"yesterday\"}")]
    [InlineData("{\"dataType\":\"Nothing\",\"value\":1}")]
    [InlineData("{\"dataType\":99,\"value\":1}")]
    [InlineData("{\"dataType\":\"StatusType\",\"value\":1}")]
    [InlineData("{\"variantType\":\"Array\",\"value\":1}")]
    [InlineData("{\"dataType\":\"Time\",\"value\":\"2026-02-30T00:00:00Z\"}")]
    [InlineData("{\"dataType\":\"Time\",\"value\":\"2026-02-29\"}")]
    [InlineData("{\"dataType\":\"Time\",\"value\":\"2026-04-31T12:00:00\"}")]
    [InlineData("{\"dataType\":\"Time\",\"value\":\"2026-01-01T24:00:00Z\"}")]
    [InlineData("{\"dataType\":\"Time\",\"value\":\"9999-12-31T23:00:00-02:00\"}")]
    [InlineData("{\"dataType\":\"Time\",\"value\":[\"2026-02-28\",\"2026-02-30\"]}")]
    [InlineData("{\"dataType\":\"Time\",\"value\":1767225600}")]
    [InlineData("{\"variantType\":\"FileTime\",\"value\":\"1600-12-31T23:59:59Z\"}")]
    [InlineData("{\"variantType\":\"Currency\",\"value\":\"922337203685477.5808\"}")]
    [InlineData("{\"dataType\":\"Float\",\"value\":1e39}")]
    [InlineData("{\"dataType\":\"Float\",\"value\":[1,-1e39]}")]
    [InlineData("1e400")]
    [InlineData("{\"dataType\":\"Double\",\"value\":-1e400}")]
    [InlineData("{\"variantType\":\"UInt64\",\"value\":-1}")]
    [InlineData("{\"variantType\":\"UInt8\",\"value\":256}")]
    [InlineData("{\"variantType\":\"Decimal\",\"value\":1e300}")]
    [InlineData("{\"variantType\":\"Decimal\",\"value\":\"1e3\"}")]
    [InlineData("{\"variantType\":\"Empty\",\"value\":[]}")]
    [InlineData("{\"dataType\":\"Integer\",\"value\":[[1]]}")]
    [InlineData("{\"dataType\":\"Integer\",\"value\":[null]}")]
    [InlineData("[]")]
    [InlineData("[1,\"x\"]")]
    [InlineData("[[1]]")]
    [InlineData("[{}]")]
    [InlineData("\"\\ud800\"")]
    public void A_json_value_that_does_not_fit_is_refused_as_json(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<MxValue>(json, GatewayJson.Options));

    private static void AssertComesBack(MxValue value)
    {
        Assert.Equal(value, ThroughRow(value));
        Assert.Equal(value, ThroughMap(value));
        Assert.Equal(value, ThroughJson(value));
        Assert.Equal(value, JsonSerializer.Deserialize<MxValue>(JsonSerializer.Serialize(value)));
        Assert.Equal(JsonSerializer.Serialize(value, GatewayJson.Options), JsonSerializer.Serialize(ThroughMap(value), GatewayJson.Options));
    }

    private static MxValue ThroughJson(MxValue value) =>
        JsonSerializer.Deserialize<MxValue>(JsonSerializer.Serialize(value, GatewayJson.Options), GatewayJson.Options);

    private static MxValue ThroughRow(MxValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        ValueEncoding.WritePayload(new WireWriter(output), value);
        var reader = new WireReader(output.WrittenSpan);
        var read = ValueEncoding.ReadPayload(ref reader, value.Type);
        Assert.True(reader.End);
        var skipper = new WireReader(output.WrittenSpan);
        ValueEncoding.SkipPayload(ref skipper, value.Type);
        Assert.True(skipper.End);
        return read;
    }

    private static MxValue ThroughMap(MxValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        WireSerializer.Serialize(output, value);
        return WireSerializer.Deserialize<MxValue>(output.WrittenSpan);
    }

    private static double NumberOf(MxValue value) => value.TryGetDouble(out var number) ? number : throw new InvalidOperationException("Not a number.");
}
