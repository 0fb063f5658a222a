using System.Buffers;
using System.Text.Json;
using Gateway.Serialization;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Serialization;

/// <summary>A time has the same meaning on every path, whatever the time zone of the machine is.</summary>
public sealed class ValueTimeTests
{
    private static readonly DateTime Noon = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("2026-07-01T12:00:00")]
    [InlineData("2026-07-01T12:00")]
    [InlineData("2026-07-01T12:00:00.000Z")]
    [InlineData("2026-07-01T14:00:00+02:00")]
    [InlineData("2026-07-01T12:00:00.000000000Z")]
    public void A_time_as_text_is_the_same_moment_in_both_protocols_and_without_a_zone_it_is_UTC(string text)
    {
        foreach (var type in new[] { "\"dataType\":\"Time\"", "\"variantType\":\"FileTime\"" })
        {
            Assert.Equal(Noon, JsonSerializer.Deserialize<MxValue>($"{{{type},\"value\":\"{text}\"}}", GatewayJson.Options).AsDateTime());
        }

        Assert.Equal(Noon, FromMap("Time", (in WireWriter writer) => writer.WriteString(text)).AsDateTime());
        Assert.Equal(
            new[] { Noon },
            FromMap("Time", (in WireWriter writer) =>
            {
                writer.WriteArrayHeader(1);
                writer.WriteString(text);
            }).AsArray());
    }

    [Theory]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2026-02-29")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("9999-12-31T23:00:00-02:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void A_day_that_no_calendar_has_is_refused_in_MessagePack_too(string text) =>
        Assert.Throws<MalformedDataException>(() => FromMap("Time", (in WireWriter writer) => writer.WriteString(text)));

    [Fact]
    public void What_a_type_cannot_hold_is_refused_in_MessagePack_too()
    {
        Assert.Throws<MalformedDataException>(() => FromMap("Float", (in WireWriter writer) => writer.WriteDouble(1e39)));
        Assert.Throws<MalformedDataException>(() => FromMap("Currency", (in WireWriter writer) => writer.WriteString("922337203685477.5808"), "variantType"));
        Assert.Throws<MalformedDataException>(() => FromMap("FileTime", (in WireWriter writer) => writer.WriteInt64(-11644473600000001), "variantType"));
        Assert.Equal(float.MaxValue, FromMap("Float", (in WireWriter writer) => writer.WriteDouble(float.MaxValue)).AsFloat());
        Assert.True(float.IsPositiveInfinity(FromMap("Float", (in WireWriter writer) => writer.WriteDouble(double.PositiveInfinity)).AsFloat()));
    }

    [Fact]
    public void A_local_time_is_given_as_the_same_moment_in_UTC()
    {
        var local = Noon.ToLocalTime();
        Assert.Equal(Noon, MxValue.FromDate(local).AsDateTime());
        Assert.Equal(Noon, MxValue.FromFileTime(local).AsDateTime());
        Assert.Equal(new[] { Noon }, MxValue.FromArray(VariantType.Date, new[] { local }).AsArray());
        Assert.Equal(Noon, MxValue.FromDate(DateTime.SpecifyKind(Noon, DateTimeKind.Unspecified)).AsDateTime());
    }

    [Fact]
    public void The_ends_of_currency_and_FILETIME_are_held()
    {
        foreach (var end in new[] { long.MinValue, long.MaxValue })
        {
            Assert.Equal(decimal.FromOACurrency(end), MxValue.FromCurrency(decimal.FromOACurrency(end)).AsDecimal());
        }

        Assert.Equal(1601, MxValue.FromFileTime(DateTime.FromFileTimeUtc(0)).AsDateTime().Year);
        Assert.Throws<ArgumentOutOfRangeException>(() => MxValue.FromCurrency(922337203685477.5808m));
        Assert.Throws<ArgumentOutOfRangeException>(() => MxValue.FromFileTime(DateTime.FromFileTimeUtc(0).AddTicks(-1)));
    }

    private delegate void WriteValue(in WireWriter writer);

    private static MxValue FromMap(string type, WriteValue write, string typeName = "dataType")
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        writer.WriteMapHeader(2);
        writer.WriteString(typeName);
        writer.WriteString(type);
        writer.WriteString("value");
        write(writer);
        return WireSerializer.Deserialize<MxValue>(output.WrittenSpan);
    }
}
