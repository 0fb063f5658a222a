using System.Buffers;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Events;

/// <summary>What a .NET client receives with MessagePack: rows that become events or columns when it asks for them.</summary>
[Trait("Size", "Long")]
public sealed class EventColumnsTests
{
    private const int Many = 1_000;

    [Fact]
    public void Golden_stream_items_come_back_from_MessagePack()
    {
        Assert.Equal(Json<IReadOnlyList<StreamItem>>(SampleStreamItems.All), Json<IReadOnlyList<StreamItem>>(GoldenItems()));
        var rewritten = new ArrayBufferWriter<byte>();
        GoldenItems().ForEach(item => WireSerializer.SerializeObject(new WireWriter(rewritten), item));
        Golden.Check("stream-items.bin", rewritten.WrittenSpan);
    }

    [Fact]
    public void Columns_of_the_golden_items_are_those_of_their_events()
    {
        var items = GoldenItems().Where(item => item is EventsItem or SnapshotItem).ToArray();
        Assert.Equal(3, items.Length);
        foreach (var item in items)
        {
            AssertSame(EventColumns.Of([.. EventsOf(item)]), ColumnsOf(item));
            Assert.All(EventsOf(item).Select((one, i) => (one, i)), each => Assert.Same(each.one, EventsOf(item)[each.i]));
        }
    }

    [Fact]
    public void Columns_have_each_data_change_with_its_number_and_its_times()
    {
        var item = GoldenItems().OfType<EventsItem>().Single();
        var columns = item.Columns();
        var changes = item.Events.Where(change => change.Family == EventFamily.OnDataChange).ToArray();
        Assert.Equal(changes.Length, columns.Count);
        for (var i = 0; i < changes.Length; i++)
        {
            var change = changes[i];
            Assert.Equal(
                (change.Sequence, change.ServerHandle, change.ItemHandle, change.WorkerTime, change.SourceTime ?? DateTime.MinValue, change.Quality),
                (columns.Sequences.Span[i], columns.ServerHandles.Span[i], columns.ItemHandles.Span[i], columns.WorkerTimes.Span[i], columns.SourceTimes.Span[i], columns.Qualities.Span[i]));
            Assert.Equal(change.Value!.Value.TryGetDouble(out var number) ? number : double.NaN, columns.Values.Span[i]);
        }

        Assert.Contains(-Math.Pow(2, 63), columns.Values.ToArray());
        Assert.Contains(double.NaN, columns.Values.ToArray());
        Assert.Contains(DateTime.MinValue, columns.SourceTimes.ToArray());
    }

    [Fact]
    public void No_object_is_made_for_an_event_whose_number_and_times_are_read()
    {
        var encoded = Encoded(new EventsItem { First = 1, Last = Many, Events = [.. Enumerable.Range(1, Many).Select(i => SampleEvents.ChangeOf(i))] });
        Assert.Equal(Many, Read(encoded).Columns().Count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var columns = Read(encoded).Columns();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Many, columns.Count);
        // The received row, and 44 bytes of columns.
        Assert.InRange(allocated, 0, encoded.Length + (Many * 44) + 4_096);
    }

    [Fact]
    public void Rows_that_are_not_events_are_refused_when_they_arrive()
    {
        var encoded = Encoded(new EventsItem { First = 1, Last = 1, Events = [SampleEvents.ChangeOf(1)] });
        var family = encoded.AsSpan().LastIndexOf((byte)0x9a) + 2;
        Assert.Equal((byte)EventFamily.OnDataChange, encoded[family]);
        encoded[family] = 9;
        Assert.Throws<MalformedDataException>(() => Read(encoded));
    }

    [Fact]
    public void Rows_that_are_only_claimed_are_not_allocated()
    {
        var head = Encoded(new EventsItem { First = 1, Last = 1, Events = [] }).AsSpan(..^1);
        byte[] claimed = [.. head, 0xdd, 0x00, 0x10, 0x00, 0x00, .. new byte[0x10_0000]];
        Assert.Throws<MalformedDataException>(() => Read(claimed));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<MalformedDataException>(() => Read(claimed));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    /// <summary>Rows are checked once, on arrival, so neither their events nor their columns can fail afterwards.</summary>
    [Fact]
    public void A_mutated_item_is_refused_on_arrival_or_gives_its_events_and_the_same_columns()
    {
        var whole = Encoded(new EventsItem { First = 1, Last = SampleEvents.All.Count, Events = SampleEvents.All });
        var passed = 0;
        Fuzz.Run(quick: 10_000, soak: 500_000, random =>
        {
            StreamItem item;
            try
            {
                item = WireSerializer.Deserialize<StreamItem>(Fuzz.Mutate(random, whole));
            }
            catch (MalformedDataException)
            {
                return;
            }

            if (item is EventsItem events)
            {
                passed++;
                var columns = events.Columns();
                AssertSame(EventColumns.Of([.. events.Events]), columns);
            }
        });
        Assert.True(passed > 100, $"only {passed} mutated items passed; the test proves too little");
    }

    private static List<StreamItem> GoldenItems()
    {
        var items = new List<StreamItem>();
        var reader = new WireReader(Golden.Read("stream-items.bin"));
        while (!reader.End)
        {
            items.Add(WireSerializer.Deserialize<StreamItem>(ref reader));
        }

        return items;
    }

    private static IReadOnlyList<MxEvent> EventsOf(StreamItem item) => item is EventsItem events ? events.Events : ((SnapshotItem)item).Events;

    private static EventColumns ColumnsOf(StreamItem item) => item is EventsItem events ? events.Columns() : ((SnapshotItem)item).Columns();

    private static EventsItem Read(byte[] encoded) => (EventsItem)WireSerializer.Deserialize<StreamItem>(encoded);

    private static byte[] Encoded(StreamItem item)
    {
        var output = new ArrayBufferWriter<byte>();
        WireSerializer.Serialize(output, item);
        return output.WrittenSpan.ToArray();
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, GatewayJson.Options);

    private static void AssertSame(EventColumns expected, EventColumns actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Sequences.ToArray(), actual.Sequences.ToArray());
        Assert.Equal(expected.ServerHandles.ToArray(), actual.ServerHandles.ToArray());
        Assert.Equal(expected.ItemHandles.ToArray(), actual.ItemHandles.ToArray());
        Assert.Equal(expected.WorkerTimes.ToArray(), actual.WorkerTimes.ToArray());
        Assert.Equal(expected.SourceTimes.ToArray(), actual.SourceTimes.ToArray());
        Assert.Equal(expected.Qualities.ToArray(), actual.Qualities.ToArray());
        Assert.Equal(expected.Values.ToArray(), actual.Values.ToArray());
    }
}
