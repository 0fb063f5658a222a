using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Web.Tests.Streams.Events;

public sealed class DeadbandTests
{
    private static readonly MxValue NaN = MxValue.FromDouble(double.NaN);

    /// <summary>The values of one item in order, and which of them arrive.</summary>
    public static TheoryData<string, double?, double?, MxValue[], int[]> Cases => new()
    {
        { "the least change counts", 1, null, Doubles(0, 0.9, 1, 1.9, 2, 1.1, 1), [0, 2, 4, 6] },
        { "small steps add up from the last value sent", 1, null, Doubles(0, 0.4, 0.8, 1.2, 1.6), [0, 3] },
        { "zero holds back repetitions only", 0, null, Doubles(0, 0, 0.1, 0.1, 0), [0, 2, 4] },
        { "percent is of the last value sent", null, 10, Doubles(100, 109, 110, 120, 121, -121, -109), [0, 2, 4, 5] },
        { "any change is large against zero", null, 10, Doubles(0, 0.001, 0, 0), [0, 1, 2] },
        { "both must hold", 5, 10, Doubles(10, 14, 15, 1000, 1050, 1100), [0, 2, 3, 5] },
        { "not a number is no number", 1, null, [MxValue.FromDouble(0), NaN, NaN, MxValue.FromDouble(0.1), MxValue.FromDouble(double.PositiveInfinity), MxValue.FromDouble(double.PositiveInfinity)], [0, 1, 3, 4] },
        { "texts pass when they change", 1, null, [MxValue.FromString("a"), MxValue.FromString("a"), MxValue.FromString("b"), MxValue.FromString("")], [0, 2, 3] },
        { "texts that look like numbers are texts", 10, null, [MxValue.FromString("1"), MxValue.FromString("2")], [0, 1] },
        { "booleans pass when they change", 5, null, [MxValue.FromBoolean(false), MxValue.FromBoolean(false), MxValue.FromBoolean(true)], [0, 2] },
        { "arrays pass when they change", 5, null, [Array(1, 2), Array(1, 2), Array(1, 3)], [0, 2] },
        { "a change to text and back passes", 5, null, [MxValue.FromInt32(1), MxValue.FromString("1"), MxValue.FromInt32(1)], [0, 1, 2] },
        { "types of numbers are alike", 1, null, [MxValue.FromInt32(1), MxValue.FromDouble(1.5), MxValue.FromFloat(2), MxValue.FromDecimal(2.9m), MxValue.FromInt64(3), MxValue.FromUInt64(4)], [0, 2, 4, 5] },
        { "neighbours beyond 2^53 differ by less than one can say", 0, null, [MxValue.FromInt64(long.MaxValue), MxValue.FromInt64(long.MaxValue - 1), MxValue.FromInt64(long.MaxValue - 1)], [0, 1] },
        { "the ends of the doubles are far apart", 1, 1, Doubles(double.MaxValue, -double.MaxValue, -double.MaxValue), [0, 1] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_value_passes_when_it_differs_enough_from_the_last_one_sent(string what, double? absolute, double? percent, MxValue[] values, int[] passing)
    {
        Assert.NotEmpty(what);
        ArgumentNullException.ThrowIfNull(values);
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { Filter = new StreamFilter { Deadband = absolute, DeadbandPercent = percent } });
        await reader.NextAsync<StartedItem>();
        harness.PublishAll([.. values.Select((value, i) => EncodedEvents.Change(i + 1, 1, value))]);
        harness.PublishCompletion(values.Length + 1, 1);

        Assert.Equal([.. passing.Select(i => i + 1L), values.Length + 1], await reader.SequencesUpToAsync(values.Length + 1));
    }

    [Fact]
    public async Task Items_are_judged_apart_and_across_batches()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { Filter = new StreamFilter { Deadband = 10 } });
        await reader.NextAsync<StartedItem>();
        harness.PublishAll(Double(1, item: 1, 0), Double(2, item: 2, 100));
        Assert.Equal([1L, 2L], await reader.SequencesUpToAsync(2));
        harness.PublishAll(Double(3, item: 2, 101), Double(4, item: 1, 9));
        harness.PublishAll(Double(5, item: 2, 111), Double(6, item: 1, 10));
        Assert.Equal([5L, 6L], await reader.SequencesUpToAsync(6));
    }

    [Fact]
    public async Task A_change_of_quality_passes_whatever_the_value()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { Filter = new StreamFilter { Deadband = 10 } });
        await reader.NextAsync<StartedItem>();
        harness.PublishAll(
            EncodedEvents.Change(1, 1, MxValue.FromDouble(5)), EncodedEvents.Change(2, 1, MxValue.FromDouble(5), quality: 24),
            EncodedEvents.Change(3, 1, MxValue.FromDouble(6), quality: 24), EncodedEvents.Change(4, 1, MxValue.FromDouble(6)));
        Assert.Equal([1L, 2L, 4L], await reader.SequencesUpToAsync(4));
    }

    [Fact]
    public async Task An_item_that_took_over_the_handle_of_another_is_new()
    {
        var harness = new DistributorHarness();
        harness.AddItem(1, "Tank.Level");
        await using var reader = harness.Read(new StreamRequest { Filter = new StreamFilter { Deadband = 10 } });
        await reader.NextAsync<StartedItem>();
        harness.PublishAll(Double(1, 1, 5), Double(2, 1, 6));
        harness.AddItem(1, "Pump.Speed", addedAfter: 2);
        harness.PublishAll(Double(3, 1, 6), Double(4, 1, 7));
        harness.PublishCompletion(5, 1);
        Assert.Equal([1L, 3L, 5L], await reader.SequencesUpToAsync(5));
    }

    [Fact]
    public async Task Changes_are_measured_from_the_snapshot()
    {
        var harness = new DistributorHarness();
        harness.PublishAll(Double(1, 1, 5));
        await using var reader = harness.Read(new StreamRequest { Snapshot = SnapshotPolicy.Always, Filter = new StreamFilter { Deadband = 10 } });
        await reader.NextAsync<StartedItem>();
        Assert.Single((await reader.NextAsync<SnapshotItem>()).Events);
        harness.PublishAll(Double(2, 1, 6), Double(3, 1, 15));
        Assert.Equal([3L], await reader.SequencesUpToAsync(3));
    }

    [Theory]
    [InlineData(0, new[] { 1L, 2, 3, 4, 5 })]
    [InlineData(64, new[] { 2L, 3, 5 })]
    [InlineData(192, new[] { 2L, 5 })]
    public async Task Values_below_the_least_quality_are_held_back_and_nothing_else_is(int least, long[] expected)
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { Filter = new StreamFilter { MinimumQuality = least } });
        await reader.NextAsync<StartedItem>();
        harness.PublishAll(
            EncodedEvents.Change(1, 1, MxValue.FromDouble(5), quality: 24), EncodedEvents.Change(2, 1, MxValue.FromDouble(5), quality: 192),
            EncodedEvents.Change(3, 1, MxValue.FromDouble(5), quality: 68), EncodedEvents.Change(4, 1, MxValue.FromDouble(5), quality: 0),
            EncodedEvents.Completion(5, 1));
        Assert.Equal(expected, await reader.SequencesUpToAsync(5));
    }

    private static MxEvent Double(long sequence, int item, double value) => EncodedEvents.Change(sequence, item, MxValue.FromDouble(value));

    private static MxValue[] Doubles(params double[] values) => [.. values.Select(MxValue.FromDouble)];

    private static MxValue Array(params int[] values) => MxValue.FromArray(VariantType.Int32, values);
}
