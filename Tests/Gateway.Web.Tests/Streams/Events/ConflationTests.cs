using Gateway.Contracts;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

public sealed class ConflationTests
{
    private static readonly StreamRequest Conflate = new() { Mode = StreamMode.Conflate };

    [Fact]
    public async Task The_latest_value_of_each_item_stands_for_those_before_it_and_no_completion_is_merged()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(Conflate);
        await reader.NextAsync<StartedItem>();
        harness.PublishItem(1, item: 1);
        harness.PublishCompletion(2, item: 1);
        harness.PublishItem(3, item: 2);
        harness.PublishItem(4, item: 1);
        harness.PublishCompletion(5, item: 1);
        harness.PublishItem(6, item: 1);

        Assert.Equal(new LaggedItem { Conflated = 2, Dropped = 0 }, await reader.NextAsync<LaggedItem>());
        var events = await reader.NextAsync<EventsItem>();
        Assert.Equal((1L, 6L), (events.First, events.Last));
        Assert.Equal([2L, 3L, 5L, 6L], events.Events.Select(one => one.Sequence));
    }

    [Fact]
    public async Task A_reader_that_keeps_up_gets_every_event_and_no_lagged()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(Conflate);
        await reader.NextAsync<StartedItem>();
        for (var i = 1; i <= 5; i++)
        {
            harness.PublishItem(i, item: 1);
            Assert.Equal(i, (await reader.NextAsync<EventsItem>()).Last);
        }
    }

    [Fact]
    public async Task What_is_left_may_take_several_items_whose_spans_join_and_whose_counts_are_of_their_spans()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(Conflate with { MaxBatch = 2 });
        await reader.NextAsync<StartedItem>();
        foreach (var (sequence, item) in new[] { (1, 1), (2, 1), (3, 1), (4, 2), (5, 3), (6, 4), (7, 3), (8, 3), (9, 5) })
        {
            harness.PublishItem(sequence, item);
        }

        // 1 and 2 were merged into 3, and 5 and 7 into 8.
        Assert.Equal(3, (await reader.NextAsync<LaggedItem>()).Conflated);
        await ExpectAsync(reader, (1, 5), 3, 4);
        Assert.Equal(1, (await reader.NextAsync<LaggedItem>()).Conflated);
        await ExpectAsync(reader, (6, 8), 6, 8);
        await ExpectAsync(reader, (9, 9), 9);
    }

    [Fact]
    public async Task A_reader_that_stops_has_no_queue_and_gets_the_latest_of_each_item_though_history_has_moved_on()
    {
        var harness = new DistributorHarness(new DistributionOptions { HistoryEvents = 100, BufferEvents = 10 });
        await using var reader = harness.Read(Conflate);
        await reader.NextAsync<StartedItem>();
        harness.PublishItem(1, item: 77);
        harness.PublishCompletion(2, item: 77);
        harness.Publish(3, 1_000, items: 5);
        harness.Publish(1_003, 100, items: 5);

        Assert.Equal((0, 0), (reader.Subscription.Channel.QueuedEvents, reader.Subscription.Describe(1_102).SlowEpisodes));
        var lagged = await reader.NextAsync<LaggedItem>();
        var events = await reader.NextAsync<EventsItem>();
        Assert.Equal((1L, 1_102L), (events.First, events.Last));
        Assert.Equal([1L, 1_098, 1_099, 1_100, 1_101, 1_102], events.Events.Select(one => one.Sequence));
        // Of the evicted events, the value of item 77 was still known; the completion and the other values were not.
        Assert.Equal((95, 1_001), (lagged.Conflated, lagged.Dropped));
    }

    [Fact]
    public async Task A_hole_in_the_numbering_is_said_in_its_place()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(Conflate);
        await reader.NextAsync<StartedItem>();
        harness.PublishItem(1, 1);
        harness.PublishItem(2, 1);
        harness.PublishItem(9, 1);

        await reader.NextAsync<LaggedItem>();
        Assert.Equal(2, (await reader.NextAsync<EventsItem>()).Last);
        Assert.Equal((GapReason.WorkerOverflow, 2L, 9L), await reader.NextAsync<GapItem>() is var gap ? (gap.Reason, gap.RequestedAfter, gap.Oldest) : default);
        Assert.Equal([9L], (await reader.NextAsync<EventsItem>()).Events.Select(one => one.Sequence));
    }

    [Fact]
    public async Task A_reader_has_its_maximum_rate_and_each_time_the_values_of_that_moment()
    {
        var harness = new DistributorHarness(new DistributionOptions { IdleIntervalMs = 600_000 });
        await using var reader = harness.Read(Conflate with { FlushIntervalMs = 1_000, MaxBatch = 3 });
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 100);
        var flushes = new List<List<long>> { await FlushAsync(reader, 100) };
        for (var second = 1; second <= 5; second++)
        {
            harness.Publish((second * 1_000) - 899, 1_000);
            var next = reader.NextAsync("an item before its time");
            harness.Clock.Advance(TimeSpan.FromMilliseconds(999));
            Assert.Null(reader.Subscription.TryNext());
            Assert.False(next.IsCompleted);
            harness.Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.IsType<LaggedItem>(await next);
            flushes.Add(await FlushAsync(reader, (second * 1_000) + 100));
        }

        Assert.All(flushes, (flush, i) => Assert.Equal(Enumerable.Range((i * 1_000) + 91, 10).Select(n => (long)n), flush));
    }

    [Fact]
    public async Task A_change_of_state_and_the_end_do_not_wait_for_the_flush()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(Conflate with { FlushIntervalMs = 60_000 });
        await reader.NextAsync<StartedItem>();
        harness.PublishItem(1, 1);
        await reader.NextAsync<EventsItem>();
        harness.PublishItem(2, 1);
        harness.Distributor.PublishState(new StateItem { State = SessionState.Faulted });
        harness.PublishItem(3, 1);
        harness.Distributor.Complete(null);

        await reader.NextAsync<LaggedItem>();
        Assert.Equal([3L], (await reader.NextAsync<EventsItem>()).Events.Select(one => one.Sequence));
        await reader.NextAsync<StateItem>();
        Assert.Null(await reader.NextAsync());
    }

    [Fact]
    public async Task A_flush_of_a_lossless_reader_holds_all_that_was_collected_however_many_items_that_takes()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { FlushIntervalMs = 1_000, MaxBatch = 10 });
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 100);
        Assert.Equal(100, (await reader.SequencesUpToAsync(100)).Count);
        var next = reader.NextAsync("the next flush");
        harness.Publish(101, 25);
        Assert.False(next.IsCompleted);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(110, Assert.IsType<EventsItem>(await next).Last);
        Assert.Equal(15, (await reader.SequencesUpToAsync(125)).Count);
    }

    [Fact]
    public void A_conflating_reader_is_never_slow_and_faults_nothing()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 5, SlowConsumerPolicy = SlowConsumerPolicy.FaultSession });
        harness.Distributor.SlowSoleSubscriber = () => Assert.Fail("The session was faulted.");
        harness.Subscribe(Conflate);
        harness.Publish(1, 5);
        harness.Publish(6, 5);
    }

    [Fact]
    public async Task Rights_that_narrow_hold_for_what_was_merged_before_and_rights_that_widen_from_then_on()
    {
        var harness = new DistributorHarness();
        for (var item = 1; item <= 4; item++)
        {
            harness.AddItem(item, item <= 2 ? $"Tank{item}" : $"Pump{item}");
        }

        await using var reader = harness.Read(Conflate with { MaxBatch = 1 });
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 40, items: 4);
        await reader.NextAsync<LaggedItem>();
        Assert.Equal([37L], (await reader.NextAsync<EventsItem>()).Events.Select(one => one.Sequence));
        reader.Subscription.ChangeVisible(new ItemGlobSet(["Pump*"]));

        // 38 is an event of item 3, 39 of item 4, 40 of item 1.
        Assert.Equal([38L], (await reader.NextAsync<EventsItem>()).Events.Select(one => one.Sequence));
        Assert.Equal([39L], (await reader.NextAsync<EventsItem>()).Events.Select(one => one.Sequence));
        var last = await reader.NextAsync<EventsItem>();
        Assert.Equal((40L, 0), (last.Last, last.Events.Count));
        await reader.NextAsync<AccessItem>();
        harness.Publish(41, 4, items: 4);
        Assert.Equal([42L, 43L], await reader.SequencesUpToAsync(43));
    }

    private static async Task ExpectAsync(StreamReader reader, (long First, long Last) span, params long[] sequences)
    {
        var events = await reader.NextAsync<EventsItem>();
        Assert.Equal(span, (events.First, events.Last));
        Assert.Equal(sequences, events.Events.Select(one => one.Sequence));
    }

    private static async Task<List<long>> FlushAsync(StreamReader reader, long last)
    {
        var sequences = new List<long>();
        while (sequences.LastOrDefault() < last)
        {
            if (await reader.NextAsync("the rest of a flush") is EventsItem events)
            {
                sequences.AddRange(events.Events.Select(one => one.Sequence));
            }
        }

        return sequences;
    }
}
