using Gateway.Values;
using Gateway.Worker.Tests.Executors;

namespace Gateway.Worker.ComTests;

/// <summary>VARIANTs of every kind, from the component and to it.</summary>
public sealed class ValueTests : IAsyncLifetime
{
    private static readonly DateTime Time = new(2024, 2, 29, 23, 59, 59, 123, 456, DateTimeKind.Utc);

    private ComFixture _fixture = null!;
    private ExecutorDriver _driver = null!;
    private int _server;

    public async Task InitializeAsync()
    {
        _fixture = await ComFixture.StartAsync(new Dictionary<string, string>
        {
            ["FAKELMX_FIRST_VALUE_DELAY_MS"] = "0",
            ["FAKELMX_WRITE_DELAY_MS"] = "0",
        });
        _driver = new ExecutorDriver(_fixture);
        _server = await _driver.RegisterAsync();
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Every_scalar_is_read_as_the_type_it_has()
    {
        await ReadsAsync("Boolean", MxValue.FromBoolean(true));
        await ReadsAsync("I1", MxValue.FromInteger(VariantType.Int8, unchecked((sbyte)0x85)));
        await ReadsAsync("I2", MxValue.FromInteger(VariantType.Int16, unchecked((short)0x8001)));
        await ReadsAsync("I4", MxValue.FromInt32(unchecked((int)0x80000001)));
        await ReadsAsync("I8", MxValue.FromInt64(unchecked((long)0x8000000000000001)));
        await ReadsAsync("UI1", MxValue.FromInteger(VariantType.UInt8, 0xFE));
        await ReadsAsync("UI2", MxValue.FromInteger(VariantType.UInt16, 0xFFFE));
        await ReadsAsync("UI4", MxValue.FromInteger(VariantType.UInt32, 0xFFFFFFFE));
        await ReadsAsync("UI8", MxValue.FromUInt64(0xFFFFFFFFFFFFFFFE));
        await ReadsAsync("Int", MxValue.FromInt32(-1));
        await ReadsAsync("UInt", MxValue.FromInteger(VariantType.UInt32, 0xFFFFFFFF));
        await ReadsAsync("Error", MxValue.FromInteger(VariantType.Error, unchecked((int)0x80020004)));
        await ReadsAsync("R4", MxValue.FromFloat(-2.25f));
        await ReadsAsync("R8", MxValue.FromDouble(0.1));
        await ReadsAsync("Cy", MxValue.FromCurrency(-1234.5678m));
        await ReadsAsync("Decimal", MxValue.FromDecimal(-12345.6789m));
        await ReadsAsync("Text", MxValue.FromString("Grüße \U0001F600"));
        await ReadsAsync("Date", MxValue.FromDate(new DateTime(2023, 3, 15, 6, 0, 0, DateTimeKind.Utc)));
        await ReadsAsync("FileTime", MxValue.FromFileTime(DateTime.FromFileTimeUtc(133485408000000001)));
        await ReadsAsync("Empty", MxValue.Empty);
        await ReadsAsync("Null", MxValue.Null);
    }

    [Fact]
    public async Task References_are_followed_and_what_no_value_can_hold_is_empty()
    {
        await ReadsAsync("ByRefI4", MxValue.FromInt32(42));
        await ReadsAsync("ByRefVariant", MxValue.FromDouble(1.25));
        await ReadsAsync("ByRefText", MxValue.FromString("by reference"));
        await ReadsAsync("ByRefArray", MxValue.FromArray(VariantType.Int32, new[] { 7, 8 }));
        await ReadsAsync("NullText", MxValue.FromString(""));
        await ReadsAsync("Dispatch", MxValue.Empty);
    }

    [Fact]
    public async Task Arrays_are_read_as_arrays_of_their_type()
    {
        await ReadsAsync("BooleanArray[]", MxValue.FromArray(VariantType.Boolean, new[] { true, false }));
        await ReadsAsync("I4Array[]", MxValue.FromArray(VariantType.Int32, new[] { -1, 2, 3 }));
        await ReadsAsync("I8Array[]", MxValue.FromArray(VariantType.Int64, new long[] { -1, 2 }));
        await ReadsAsync("UI1Array[]", MxValue.FromArray(VariantType.UInt8, new byte[] { 1, 255 }));
        await ReadsAsync("R8Array[]", MxValue.FromArray(VariantType.Double, new[] { 45000.25, 2 }));
        await ReadsAsync("CyArray[]", MxValue.FromArray(VariantType.Currency, new[] { -0.0001m, 0.0002m }));
        await ReadsAsync("NoneArray[]", MxValue.FromArray(VariantType.Int32, Array.Empty<int>()));
        await ReadsAsync("DateArray[]", MxValue.FromArray(
            VariantType.Date, new[] { new DateTime(2023, 3, 15, 6, 0, 0, DateTimeKind.Utc), new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc) }));
    }

    [Fact]
    public async Task Arrays_of_variants_become_one_type_and_dimensions_one_row()
    {
        await ReadsAsync("VariantArray", MxValue.FromArray(VariantType.Int32, new[] { 5, 6 }));
        await ReadsAsync("MixedArray", MxValue.FromArray(VariantType.Double, new[] { 5, 0.5 }));
        await ReadsAsync("Matrix", MxValue.FromArray(VariantType.Int32, new[] { 0, 1, 2, 3, 4, 5 }));
    }

    [Fact]
    public async Task Every_scalar_written_comes_back_as_it_was()
    {
        await EchoesAsync(
            MxValue.FromBoolean(true),
            MxValue.FromInteger(VariantType.Int8, -128),
            MxValue.FromInteger(VariantType.Int16, -2),
            MxValue.FromInt32(int.MinValue),
            MxValue.FromInt64(long.MinValue),
            MxValue.FromInteger(VariantType.UInt8, 255),
            MxValue.FromInteger(VariantType.UInt16, 65535),
            MxValue.FromInteger(VariantType.UInt32, 0xFFFFFFFF),
            MxValue.FromUInt64(ulong.MaxValue),
            MxValue.FromInteger(VariantType.Error, unchecked((int)0x80004005)),
            MxValue.FromFloat(float.NaN),
            MxValue.FromDouble(double.PositiveInfinity),
            MxValue.FromCurrency(-922337203685477.5808m),
            MxValue.FromDecimal(79228162514264337593543950335m),
            MxValue.FromDecimal(-0.0000000000000000000000000001m),
            MxValue.FromString("with \0 inside and \U0001F600"),
            MxValue.FromString("and back"),
            MxValue.FromDate(Time),
            MxValue.FromDate(new DateTime(1899, 12, 29, 6, 0, 0, DateTimeKind.Utc)),
            MxValue.FromFileTime(Time.AddTicks(7)),
            MxValue.Null);
    }

    [Fact]
    public async Task Every_array_written_comes_back_as_it_was()
    {
        await EchoesAsync(
            MxValue.FromArray(VariantType.Boolean, new[] { true, false, true }),
            MxValue.FromArray(VariantType.Int8, new sbyte[] { -1, 2 }),
            MxValue.FromArray(VariantType.Int16, new short[] { -1, 2 }),
            MxValue.FromArray(VariantType.Int32, new[] { -1, 2 }),
            MxValue.FromArray(VariantType.Int64, new[] { long.MinValue }),
            MxValue.FromArray(VariantType.UInt8, new byte[] { 0, 255 }),
            MxValue.FromArray(VariantType.UInt16, new ushort[] { 65535 }),
            MxValue.FromArray(VariantType.UInt32, new[] { uint.MaxValue }),
            MxValue.FromArray(VariantType.UInt64, new[] { ulong.MaxValue }),
            MxValue.FromArray(VariantType.Error, new[] { -1 }),
            MxValue.FromArray(VariantType.Float, new[] { 1.5f }),
            MxValue.FromArray(VariantType.Double, new[] { 0.1, double.NaN }),
            MxValue.FromArray(VariantType.Currency, new[] { 1.0001m }),
            MxValue.FromArray(VariantType.Decimal, new[] { -1.5m, decimal.MaxValue }),
            MxValue.FromArray(VariantType.Date, new[] { Time }),
            MxValue.FromArray(VariantType.String, new[] { "", "two", "\U0001F600" }));
    }

    [Fact]
    public async Task An_array_of_file_times_is_written_as_dates()
    {
        var item = await _driver.AdviseAndWaitAsync(_server, "Types.Echo");
        await _driver.WriteAsync(_server, item, MxValue.FromArray(VariantType.FileTime, new[] { Time }));
        await _driver.UntilAsync(() => _fixture.Sink.Of(item)[^1].Value == MxValue.FromArray(VariantType.Date, new[] { Time }), "the dates");
    }

    private async Task ReadsAsync(string item, MxValue expected)
    {
        var handle = await _driver.AdviseAndWaitAsync(_server, "Types." + item);
        Assert.Equal(expected, _fixture.Sink.Of(handle)[0].Value);
    }

    private async Task EchoesAsync(params MxValue[] values)
    {
        var item = await _driver.AdviseAndWaitAsync(_server, "Types.Echo");
        var completed = 0;
        foreach (var value in values)
        {
            Assert.Equal(0, (await _driver.WriteAsync(_server, item, value)).Hresult);
            Assert.True((await _driver.CompletionAsync(item, completed++)).IsSuccess, $"{value.Type} was not taken.");
            Assert.Equal((int)value.Type, FakeCounters.Read().LastWrittenType);
            var changes = _fixture.Sink.Of(item);
            Assert.Equal(value, changes[^1].Value);
        }
    }
}
