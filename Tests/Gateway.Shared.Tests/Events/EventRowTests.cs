using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Events;
using Gateway.Serialization;
using Gateway.Shared.Tests.Serialization;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Events;

[Trait("Size", "Long")]
public sealed class EventRowTests
{
    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, SampleEvents.All.Count)];

    [Theory]
    [MemberData(nameof(Indexes))]
    public void An_event_comes_back_the_same_through_its_row_and_its_json(int index) => AssertComesBack(SampleEvents.All[index]);

    [Fact]
    public void Any_event_comes_back_the_same_through_its_row_and_its_json()
    {
        var property = Prop.ForAll(Events().ToArbitrary(), AssertComesBack);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 2_000, soak: 100_000)), property);
    }

    [Fact]
    public void Every_family_is_among_the_samples() =>
        Assert.Equal(Enum.GetValues<EventFamily>().ToHashSet(), SampleEvents.All.Select(sample => sample.Family).ToHashSet());

    [Fact]
    public void One_plain_success_takes_a_single_byte_and_no_json()
    {
        var plain = SampleEvents.All[0];
        Assert.DoesNotContain("statuses", JsonSerializer.Serialize(plain, GatewayJson.Options), StringComparison.Ordinal);
        Assert.Equal(RowOf(plain).Length + 5, RowOf(plain with { Statuses = [MxStatus.Good with { Detail = 1 }] }).Length);
    }

    [Fact]
    public void A_row_cut_at_any_byte_is_refused()
    {
        foreach (var sample in SampleEvents.All)
        {
            var row = RowOf(sample);
            for (var length = 0; length < row.Length; length++)
            {
                Assert.Throws<MalformedDataException>(() => ReadHeader(row.AsSpan(0, length)));
            }
        }
    }

    [Fact]
    public void A_row_with_another_number_of_fields_or_an_unknown_family_is_refused()
    {
        var row = RowOf(SampleEvents.All[0]);
        Assert.Throws<MalformedDataException>(() => ReadHeader([.. row.AsSpan(0, 2), 9, .. row.AsSpan(3)]));
        Assert.Throws<MalformedDataException>(() => ReadHeader([0x97, .. row.AsSpan(1), 0xc0]));
    }

    [Fact]
    public void A_row_whose_times_are_beyond_the_calendar_is_refused()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        writer.WriteArrayHeader(6);
        writer.WriteInt64(1);
        writer.WriteInt64((int)EventFamily.OnWriteComplete);
        writer.WriteInt64(1);
        writer.WriteInt64(1);
        writer.WriteInt64(long.MaxValue);
        writer.WriteNil();
        Assert.Throws<MalformedDataException>(() => ReadHeader(output.WrittenSpan));
    }

    /// <summary>The header is checked only once, so no later step may fail for a row that the check accepts.</summary>
    [Fact]
    public void A_mutated_row_that_passes_the_header_check_can_be_read_and_has_a_json_form()
    {
        var rows = SampleEvents.All.Select(RowOf).ToArray();
        var passed = 0;
        Fuzz.Run(quick: 20_000, soak: 500_000, random =>
        {
            var bytes = Fuzz.Mutate(random, rows[random.Next(rows.Length)]);
            int length;
            try
            {
                length = ReadHeader(bytes).Length;
            }
            catch (MalformedDataException)
            {
                return;
            }

            passed++;
            var reader = new WireReader(bytes);
            EventRow.Read(ref reader);
            Assert.Equal(length, reader.Consumed);
            JsonDocument.Parse(JsonOf(bytes.AsSpan(0, length))).Dispose();
        });
        Assert.True(passed > 100, $"only {passed} mutated rows passed; the test proves too little");
    }

    private static Gen<MxEvent> Events() =>
        from family in Gen.Elements(Enum.GetValues<EventFamily>())
        from sequence in ValueGenerator.Bits()
        from server in Gen.Choose(int.MinValue, int.MaxValue)
        from item in Gen.Choose(int.MinValue, int.MaxValue)
        from time in ValueGenerator.Times()
        from values in Gen.ArrayOf(ValueGenerator.Values(), 3)
        from statuses in Gen.ArrayOf(Statuses())
        from quality in Gen.Choose(int.MinValue, int.MaxValue)
        from withTime in Gen.Elements(true, false)
        select Make(
            new MxEvent
            {
                Sequence = sequence & 0x1f_ffff_ffff_ffff,
                Family = family,
                ServerHandle = server,
                ItemHandle = item,
                WorkerTime = time.AddTicks(-(time.Ticks % 10)),
                Statuses = statuses,
            },
            values,
            quality,
            withTime ? time : null);

    private static Gen<MxStatus> Statuses() =>
        from success in Gen.Elements(-1, 0, 1, int.MaxValue)
        from category in Gen.Choose(-2, 10)
        from source in Gen.Choose(-2, 7)
        from detail in Gen.Choose(int.MinValue, int.MaxValue)
        select new MxStatus { Success = success, Category = (MxStatusCategory)category, DetectedBy = (MxStatusSource)source, Detail = detail };

    private static MxEvent Make(MxEvent common, MxValue[] values, int quality, DateTime? time) => common.Family switch
    {
        EventFamily.OnDataChange => common with
        {
            Value = values[0],
            DataType = values[0].DataType,
            Quality = quality,
            SourceTime = time,
            RawTime = time is null ? values[1] : null,
        },
        EventFamily.OnBufferedDataChange => common with { Value = values[0], DataType = (MxDataType)(quality % 20), Qualities = values[1], SourceTimes = values[2] },
        _ => common,
    };

    private static void AssertComesBack(MxEvent sample)
    {
        var row = RowOf(sample);
        var header = ReadHeader(row);
        Assert.Equal(
            (sample.Sequence, sample.Family, sample.ServerHandle, sample.ItemHandle, sample.Quality ?? 0, row.Length),
            (header.Sequence, header.Family, header.ServerHandle, header.ItemHandle, header.Quality, header.Length));
        var reader = new WireReader(row);
        AssertSame(sample, EventRow.Read(ref reader));
        Assert.True(reader.End);
        var json = JsonOf(row);
        Assert.Equal(json, JsonSerializer.Serialize(sample, GatewayJson.Options));
        AssertSame(sample, JsonSerializer.Deserialize<MxEvent>(json, GatewayJson.Options)!);
    }

    private static void AssertSame(MxEvent expected, MxEvent actual)
    {
        Assert.Equal(expected.Statuses, actual.Statuses);
        Assert.Equal(expected with { Statuses = actual.Statuses }, actual);
    }

    private static byte[] RowOf(MxEvent sample)
    {
        var output = new ArrayBufferWriter<byte>();
        EventRow.Write(new WireWriter(output), sample);
        return output.WrittenSpan.ToArray();
    }

    private static EventHeader ReadHeader(ReadOnlySpan<byte> row)
    {
        var reader = new WireReader(row);
        return EventRow.ReadHeader(ref reader);
    }

    private static string JsonOf(ReadOnlySpan<byte> row)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output);
        EventJson.Write(writer, row);
        writer.Flush();
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
