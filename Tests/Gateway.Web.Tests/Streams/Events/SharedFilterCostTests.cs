using Gateway.Contracts;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>The allocations of filtered readers in steady state. Allocated bytes are exact while times are not.</summary>
public sealed class SharedFilterCostTests
{
    private const int WarmUpBatches = 200;
    private const int MeasuredBatches = 500;
    private const int Events = 10;

    /// <summary>The object of the item and its array of five runs.</summary>
    private const int ItemBytes = 40 + 24 + (5 * 16);

    private static readonly StreamFilter Tanks = new() { References = ["Tank*"] };
    private static readonly StreamFilter Valves = new() { References = ["Valve*"] };

    [Fact]
    public Task A_lone_filtered_reader_allocates_no_more_than_its_items() =>
        Allocations.SettleAsync(() => Measure([Tanks]) is var alone && alone is >= 1 and <= ItemBytes ? null : $"{alone} bytes");

    [Fact]
    public async Task Readers_who_ask_for_the_same_allocate_what_one_does()
    {
        var same = Enumerable.Repeat(Tanks, 100).ToArray();
        var different = Enumerable.Range(0, 100).Select(i => new StreamFilter { References = ["Tank*", $"Other{i}"] }).ToArray();
        await Allocations.SettleAsync(() => Differ(Measure([Tanks]), Measure(same)));
        await Allocations.SettleAsync(() => Measure(different) is var each && each is >= 50 * ItemBytes and <= 100 * ItemBytes ? null : $"{each} bytes");
    }

    [Fact]
    public Task Readers_to_whom_nothing_of_a_batch_passes_allocate_nothing()
    {
        var others = Enumerable.Repeat(Valves, 500).Concat(Enumerable.Range(0, 490).Select(i => new StreamFilter { References = [$"Valve{i}"] })).ToArray();
        return Allocations.SettleAsync(() => Differ(Measure([Tanks]), Measure([Tanks, .. others])));
    }

    private static string? Differ(long alone, long together) => alone == together ? null : $"{alone} bytes alone, {together} with the others";

    /// <returns>Bytes to publish a batch of ten events, of which every other one is the tank's, and to read it with one reader of
    /// each filter.</returns>
    private static long Measure(StreamFilter[] filters)
    {
        var harness = new DistributorHarness(new DistributionOptions { HistoryEvents = 500, MaxSubscriptionsPerSession = 2_000 });
        for (var item = 1; item <= Events; item++)
        {
            harness.AddItem(item, item % 2 == 0 ? $"Tank{item}.PV" : $"Pump{item}.PV");
        }

        var readers = filters.Select(filter => harness.Subscribe(new StreamRequest { Filter = filter })).ToArray();
        Assert.All(readers, reader => Assert.IsType<StartedItem>(reader.TryNext()));
        var batches = Enumerable.Range(0, WarmUpBatches + MeasuredBatches).Select(i => harness.BatchOf(
            Events, n => EncodedEvents.Change((i * Events) + n + 1, n + 1))).ToArray();
        long allocated = 0;
        for (var i = 0; i < batches.Length; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            harness.Distributor.Publish(batches[i]);
            foreach (var reader in readers)
            {
                while (reader.TryNext() is not null)
                {
                }
            }

            allocated += i < WarmUpBatches ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated / MeasuredBatches;
    }
}
