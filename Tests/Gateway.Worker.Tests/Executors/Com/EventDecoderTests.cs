using Gateway.Events;
using Gateway.Threading;
using Gateway.Values;
using Gateway.Worker.Executors;
using Gateway.Worker.Executors.Com.Dispatch;
using Gateway.Worker.Executors.Com.Variants;
using Gateway.Worker.Pipe;

namespace Gateway.Worker.Tests.Executors.Com;

/// <summary>Events in the layouts of a 32-bit and of a 64-bit component, read by the same code.</summary>
public sealed class EventDecoderTests : IDisposable
{
    private const int ByRefStatuses = 0x6024;

    private readonly LowMemory _memory = new();
    private readonly RecordingSink _sink = new();

    public static TheoryData<int> PointerSizes => LowMemory.IsAvailable ? [4, 8] : [8];

    public void Dispose() => _memory.Dispose();

    [Theory]
    [MemberData(nameof(PointerSizes))]
    public void A_data_change_is_copied_whole(int pointerSize)
    {
        var (writer, decoder) = Make(pointerSize);
        var result = decoder.OnEvent(1, writer.Parameters(
            Long(writer, 3), Long(writer, 4), writer.Pointing(8, writer.Text("Grüße")), Long(writer, 65728), writer.Number(7, 45000.5), Statuses(writer, 0, 4, 1, 1003)));
        Assert.Equal(Hresults.Ok, result);
        var change = Assert.Single(_sink.Events);
        Assert.Equal((3, 4, 65728), (change.ServerHandle, change.ItemHandle, change.Quality));
        Assert.Equal(MxValue.FromString("Grüße"), change.Value);
        Assert.Equal(new DateTime(2023, 3, 15, 12, 0, 0, DateTimeKind.Utc), change.SourceTime);
        Assert.Equal(
            new MxStatus { Success = 0, Category = MxStatusCategory.ConfigurationError, DetectedBy = MxStatusSource.RespondingLmx, Detail = 1003 },
            Assert.Single(change.Statuses));
    }

    [Theory]
    [MemberData(nameof(PointerSizes))]
    public void Scalars_of_eight_and_sixteen_bytes_are_read_behind_and_without_references(int pointerSize)
    {
        var (writer, _) = Make(pointerSize);
        var reader = new VariantReader(writer.Layout);
        Assert.Equal(MxValue.FromInt64(long.MinValue + 5), reader.Read(writer.Variant(20, long.MinValue + 5)));
        Assert.Equal(MxValue.FromDouble(-0.1), reader.Read(writer.Number(5, -0.1)));
        Assert.Equal(MxValue.FromCurrency(-1.5m), reader.Read(writer.Variant(6, -15000)));
        var number = _memory.Take(8);
        ComWriter.Put(number, 0.25);
        Assert.Equal(MxValue.FromDouble(0.25), reader.Read(writer.Pointing(0x4005, number)));

        // A DECIMAL covers the whole VARIANT: scale 4, negative, low 64 bits.
        var variant = writer.Variant(14, 123456789);
        ComWriter.Put(variant + 2, (byte)4);
        ComWriter.Put(variant + 3, (byte)0x80);
        Assert.Equal(MxValue.FromDecimal(-12345.6789m), reader.Read(variant));
        Assert.Equal(MxValue.FromDecimal(-12345.6789m), reader.Read(writer.Pointing(0x400E, variant)));
        Assert.Equal(MxValue.FromDouble(0.25), reader.Read(writer.Pointing(0x400C, writer.Pointing(0x4005, number))));
        Assert.Equal(0, reader.Unreadable);
    }

    [Theory]
    [MemberData(nameof(PointerSizes))]
    public void Arrays_are_read_by_the_layouts_offsets(int pointerSize)
    {
        var (writer, _) = Make(pointerSize);
        var reader = new VariantReader(writer.Layout);
        var longs = writer.SafeArray(8, 3, (place, i) => ComWriter.Put(place, (long)(i - 1)));
        Assert.Equal(MxValue.FromArray(VariantType.Int64, new long[] { -1, 0, 1 }), reader.Read(writer.Pointing(0x2014, longs)));
        Assert.Equal(MxValue.FromArray(VariantType.Int64, new long[] { -1, 0, 1 }), reader.Read(writer.Pointing(0x6014, writer.Reference(longs))));
        var texts = writer.SafeArray(pointerSize, 3, (place, i) => writer.PutPointer(place, i == 1 ? 0 : writer.Text($"text {i}")));
        Assert.Equal(MxValue.FromArray(VariantType.String, new[] { "text 0", "", "text 2" }), reader.Read(writer.Pointing(0x2008, texts)));
        var truths = writer.SafeArray(2, 2, (place, i) => ComWriter.Put(place, (short)(i - 1)));
        Assert.Equal(MxValue.FromArray(VariantType.Boolean, new[] { true, false }), reader.Read(writer.Pointing(0x200B, truths)));
        var variants = writer.SafeArray(writer.Layout.VariantSize, 2, (place, i) =>
        {
            ComWriter.Put(place, (ushort)(i == 0 ? 3 : 8));
            if (i == 0)
            {
                ComWriter.Put(place + ComLayout.VariantData, 7);
            }
            else
            {
                writer.PutPointer(place + ComLayout.VariantData, writer.Text("seven"));
            }
        });
        Assert.Equal(MxValue.FromArray(VariantType.String, new[] { "7", "seven" }), reader.Read(writer.Pointing(0x200C, variants)));
        Assert.Equal(MxValue.Empty, reader.Read(writer.Pointing(0x2003, 0)));
    }

    [Theory]
    [MemberData(nameof(PointerSizes))]
    public void A_torn_header_and_unknown_types_are_empty_and_counted(int pointerSize)
    {
        var (writer, _) = Make(pointerSize);
        var reader = new VariantReader(writer.Layout);
        var torn = writer.SafeArray(4, 1, (_, _) => { });
        ComWriter.Put(torn + writer.Layout.ArrayBounds, int.MaxValue);
        Assert.Equal(MxValue.Empty, reader.Read(writer.Pointing(0x2003, torn)));
        Assert.Equal(MxValue.Empty, reader.Read(writer.Variant(9, 0)));
        Assert.Equal(MxValue.Empty, reader.Read(writer.Variant(0x0FFF, 0)));
        Assert.Equal(3, reader.Unreadable);
    }

    [Theory]
    [MemberData(nameof(PointerSizes))]
    public void Buffered_changes_and_completions_are_copied(int pointerSize)
    {
        var (writer, decoder) = Make(pointerSize);
        var values = writer.SafeArray(4, 2, (place, i) => ComWriter.Put(place, i + 0.5f));
        var qualities = writer.SafeArray(4, 2, (place, _) => ComWriter.Put(place, 192));
        var times = writer.SafeArray(8, 2, (place, i) => ComWriter.Put(place, 45000.0 + i));
        Assert.Equal(Hresults.Ok, decoder.OnBufferedEvent(1, writer.Parameters(
            Long(writer, 1), Long(writer, 2), Long(writer, 3), writer.Pointing(0x2004, values), writer.Pointing(0x2003, qualities),
            writer.Pointing(0x2007, times), Statuses(writer, -1, 0, 0, 0))));
        Assert.Equal(Hresults.Ok, decoder.OnEvent(2, writer.Parameters(Long(writer, 1), Long(writer, 2), Statuses(writer, -1, 1, 0, 0))));
        Assert.Equal(Hresults.Ok, decoder.OnEvent(3, writer.Parameters(Long(writer, 1), Long(writer, 2), writer.Variant(0, 0))));
        Assert.Equal(
            [EventFamily.OnBufferedDataChange, EventFamily.OnWriteComplete, EventFamily.OperationComplete], _sink.Events.Select(recorded => recorded.Family));
        Assert.Equal(MxValue.FromArray(VariantType.Float, new[] { 0.5f, 1.5f }), _sink.Events[0].Value);
        Assert.Equal(MxDataType.Float, _sink.Events[0].DataType);
        Assert.Equal(VariantType.Date, _sink.Events[0].SourceTimes.ElementType);
        Assert.Equal(MxStatusCategory.Pending, _sink.Events[1].Status.Category);
        Assert.Empty(_sink.Events[2].Statuses);
    }

    [Theory]
    [MemberData(nameof(PointerSizes))]
    public void An_event_is_delivered_without_a_time_that_is_none_in_UTC(int pointerSize)
    {
        foreach (var (hours, days) in new[] { (-5, 2_958_465.0 + (22 / 24.0)), (5, -693_593.0) })
        {
            var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(hours), "test", "test");
            var (writer, decoder) = Make(pointerSize, zone);
            Assert.Equal(Hresults.Ok, decoder.OnEvent(1, writer.Parameters(
                Long(writer, 3), Long(writer, 4), writer.Number(7, days), Long(writer, 192), writer.Number(7, days), Statuses(writer, -1, 0, 0, 0))));
            var change = _sink.Events[^1];
            Assert.Null(change.SourceTime);
            Assert.Equal(MxValue.FromDate(OleTime.FromDate(days)!.Value), change.RawSourceTime);

            // The zone applies to time stamps: a date that is a value is passed on as the component gave it.
            Assert.Equal(change.RawSourceTime, change.Value);
        }
    }

    [Theory]
    [MemberData(nameof(PointerSizes))]
    public void No_value_and_no_time_that_a_component_can_give_keeps_an_event_from_being_delivered_and_recorded(int pointerSize)
    {
        var ring = new EventRing(10, 100_000);
        var recorder = new EventRecorder(ring, new LatestRows(), new ItemJournal(ring), new AsyncSignal(), TimeProvider.System);
        foreach (var hours in new[] { -14, 0, 14 })
        {
            var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(hours), "test", "test");
            foreach (var type in Enumerable.Range(0, 128).Where(type => type is not (8 or 30 or 31)))
            {
                foreach (var bits in Extremes)
                {
                    using var memory = new LowMemory();
                    var (writer, decoder) = Make(pointerSize, zone, memory, recorder);
                    var place = memory.Take(16);
                    ComWriter.Put(place, bits);
                    ComWriter.Put(place + 8, bits);
                    var elements = writer.SafeArray(16, 2, (element, _) => ComWriter.Put(element, bits));
                    nint[] forms = [writer.Variant(type, bits), writer.Pointing(0x4000 | type, place), writer.Pointing(0x2000 | type, elements), writer.Pointing(0x6000 | type, writer.Reference(elements))];
                    foreach (var form in type is 12 or 36 ? forms[..0] : forms)
                    {
                        var before = recorder.LatestSequence;
                        Assert.Equal(Hresults.Ok, decoder.OnEvent(1, writer.Parameters(
                            Long(writer, 3), Long(writer, 4), form, Long(writer, 192), form, Statuses(writer, -1, 0, 0, 0))));
                        Assert.Equal(before + 1, recorder.LatestSequence);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(PointerSizes))]
    public void References_that_go_round_in_a_circle_are_empty(int pointerSize)
    {
        var (writer, decoder) = Make(pointerSize);
        var round = writer.Pointing(0x400C, 0);
        writer.PutPointer(round + ComLayout.VariantData, round);
        var array = writer.SafeArray(writer.Layout.VariantSize, 1, (_, _) => { });
        var element = writer.Layout.ReadPointer(array + writer.Layout.ArrayData);
        ComWriter.Put(element, (ushort)0x200C);
        writer.PutPointer(element + ComLayout.VariantData, array);
        foreach (var value in new[] { round, writer.Pointing(0x200C, array) })
        {
            Assert.Equal(Hresults.Ok, decoder.OnEvent(1, writer.Parameters(Long(writer, 3), Long(writer, 4), value, Long(writer, 192), round, round)));
            Assert.Empty(_sink.Events[^1].Statuses);
        }
    }

    [Theory]
    [MemberData(nameof(PointerSizes))]
    public void What_is_not_an_event_is_refused(int pointerSize)
    {
        var (writer, decoder) = Make(pointerSize);
        Assert.Equal(DispatchResults.MemberNotFound, decoder.OnEvent(9, writer.Parameters(Long(writer, 1))));
        Assert.Equal(DispatchResults.BadParameterCount, decoder.OnEvent(1, writer.Parameters(Long(writer, 1))));
        Assert.Equal(DispatchResults.TypeMismatch, decoder.OnEvent(2, writer.Parameters(writer.Variant(0, 0), Long(writer, 1), writer.Variant(0, 0))));
        Assert.Empty(_sink.Events);
    }

    private static nint Long(ComWriter writer, int value) => writer.Variant(3, value);

    private static nint Statuses(ComWriter writer, short success, int category, int source, short detail) => writer.Pointing(
        ByRefStatuses, writer.Reference(writer.SafeArray(ComLayout.StatusSize, 1, (place, _) => ComWriter.Status(place, success, category, source, detail))));

    private static long[] Extremes =>
    [
        0, 1, -1, long.MinValue, long.MaxValue, int.MinValue, int.MaxValue,
        .. new[] { double.NaN, double.PositiveInfinity, double.MaxValue, double.Epsilon, 2_958_465.99999999, 2_958_466, -657_434, -693_593, -693_594 }
            .Select(BitConverter.DoubleToInt64Bits),
        BitConverter.SingleToInt32Bits(float.NaN),
    ];

    private (ComWriter Writer, EventDecoder Decoder) Make(int pointerSize, TimeZoneInfo? zone = null, LowMemory? memory = null, IExecutorSink? sink = null)
    {
        var layout = pointerSize == 4 ? ComLayout.Bits32 : ComLayout.Bits64;
        return (new ComWriter(layout, memory ?? _memory), new EventDecoder(layout, new TimeStamps(zone ?? TimeZoneInfo.Utc), new EventTap(sink ?? _sink)));
    }
}
