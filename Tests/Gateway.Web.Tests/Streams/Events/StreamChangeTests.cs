using Gateway.Contracts;
using Gateway.Events;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>Mode and filter of a running stream change, by request or because the reader is slow; the position is kept.</summary>
public sealed class StreamChangeTests
{
    [Fact]
    public async Task Events_before_the_change_are_of_the_old_filter_and_those_after_it_of_the_new_one()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { Filter = Item(1) });
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 20, items: 2);
        Assert.Equal(20, (await reader.NextAsync<EventsItem>()).Last);
        harness.PublishItem(21, item: 2);
        Assert.Null(reader.Subscription.TryNext());

        reader.Subscription.Change(new StreamSettings { Filter = Item(2) });
        harness.Publish(22, 20, items: 2);

        // The span of the events that the old filter excluded is reported before the change.
        Assert.Equal(21, (await reader.NextAsync<IdleItem>()).Sequence);
        Assert.Equal(new ModeItem { Mode = StreamMode.Lossless, Reason = ModeReason.Requested, After = 21 }, await reader.NextAsync<ModeItem>());
        var events = await reader.NextAsync<EventsItem>();
        Assert.Equal((22L, 41L), (events.First, events.Last));
        Assert.All(events.Events, one => Assert.Equal(2, one.ItemHandle));
        Assert.Equal(10, events.Events.Count);
    }

    [Fact]
    public async Task A_reader_goes_to_conflation_and_back_and_each_item_says_where()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read();
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 10, items: 2);
        // The events in the channel at the change of the mode belong to the new mode.
        reader.Subscription.Change(new StreamSettings { Mode = StreamMode.Conflate });
        Assert.Equal(0, (await reader.NextAsync<ModeItem>()).After);
        harness.Publish(11, 10, items: 2);
        Assert.Equal(18, (await reader.NextAsync<LaggedItem>()).Conflated);
        Assert.Equal([19L, 20L], (await reader.NextAsync<EventsItem>()).Events.Select(one => one.Sequence));

        reader.Subscription.Change(new StreamSettings());
        Assert.Equal((StreamMode.Lossless, 20L), await reader.NextAsync<ModeItem>() is var back ? (back.Mode, back.After) : default);
        harness.Publish(21, 10, items: 2);
        harness.Publish(31, 10, items: 2);
        Assert.Equal(20, (await reader.SequencesUpToAsync(40)).Count);
    }

    [Fact]
    public async Task A_snapshot_of_the_new_selection_is_as_of_the_position_and_nothing_after_it_is_lost()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { Filter = Item(1) });
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 10, items: 4);
        await reader.NextAsync<EventsItem>();
        harness.PublishItem(11, item: 3);
        reader.Subscription.Change(new StreamSettings { Snapshot = true });
        reader.Subscription.Change(new StreamSettings { Filter = new StreamFilter { Families = [EventFamily.OnDataChange] } });

        Assert.Equal(10, (await reader.NextAsync<ModeItem>()).After);
        var snapshot = await reader.NextAsync<SnapshotItem>();
        Assert.Equal(10, snapshot.AsOf);
        // The next value of item 3 has been published and not read yet.
        Assert.Equal([7L, 8L, 9L], snapshot.Events.Select(one => one.Sequence));
        Assert.Equal([11L], await reader.SequencesUpToAsync(11));
    }

    [Fact]
    public async Task A_change_ends_the_wait_for_a_flush_and_sets_the_next_one()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { FlushIntervalMs = 60_000 });
        await reader.NextAsync<StartedItem>();
        harness.PublishItem(1, 1);
        await reader.NextAsync<EventsItem>();
        reader.Subscription.Change(new StreamSettings { FlushIntervalMs = 100 });
        harness.PublishItem(2, 1);
        await reader.NextAsync<ModeItem>();
        harness.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(2, (await reader.NextAsync<EventsItem>()).Last);
        harness.PublishItem(3, 1);
        Assert.Null(reader.Subscription.TryNext());
        harness.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(3, (await reader.NextAsync<EventsItem>()).Last);
    }

    [Fact]
    public async Task A_slow_reader_that_asks_for_it_is_conflated_and_comes_back_when_it_keeps_up()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 20, HistoryEvents = 100 });
        await using var reader = harness.Read(new StreamRequest { OnSlow = SlowPolicy.Conflate });
        await reader.NextAsync<StartedItem>();
        for (var first = 1; first <= 991; first += 10)
        {
            harness.Publish(first, 10, items: 5);
        }

        // The events in its channel are still delivered completely.
        Assert.Equal(20, (await reader.SequencesUpToAsync(20)).Count);
        Assert.Equal(new ModeItem { Mode = StreamMode.Conflate, Reason = ModeReason.Slow, After = 20 }, await reader.NextAsync<ModeItem>());
        Assert.Equal(StreamMode.Conflate, reader.Subscription.Describe(1_000).Mode);
        var lagged = await reader.NextAsync<LaggedItem>();
        var events = await reader.NextAsync<EventsItem>();
        Assert.Equal((21L, 1_000L), (events.First, events.Last));
        Assert.Equal([996L, 997, 998, 999, 1_000], events.Events.Select(one => one.Sequence));
        Assert.Equal((95, 880), (lagged.Conflated, lagged.Dropped));

        Assert.Equal(new ModeItem { Mode = StreamMode.Lossless, Reason = ModeReason.Recovered, After = 1_000 }, await reader.NextAsync<ModeItem>());
        harness.Publish(1_001, 10, items: 5);
        harness.Publish(1_011, 5, items: 5);
        Assert.Equal(15, (await reader.SequencesUpToAsync(1_015)).Count);
    }

    private static StreamFilter Item(int handle) => new() { Items = [new ItemKey { ItemHandle = handle }] };
}
