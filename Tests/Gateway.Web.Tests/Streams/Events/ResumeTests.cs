using Gateway.Contracts;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

public sealed class ResumeTests
{
    [Fact]
    public async Task A_new_stream_says_where_it_stands_and_begins_with_what_happens_next()
    {
        var harness = new DistributorHarness();
        harness.Publish(1, 5);
        await using var reader = harness.Read();

        var started = await reader.NextAsync<StartedItem>();
        harness.Publish(6, 2);
        var events = await reader.NextAsync<EventsItem>();

        Assert.Equal((DistributorHarness.Epoch, 1L, 5L, 5L), (started.Epoch, started.Oldest, started.Latest, started.ResumedAfter));
        Assert.Equal((6L, 7L), (events.First, events.Last));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(50)]
    public async Task A_position_inside_history_gives_exactly_the_events_after_it_then_live_ones(long resumeAfter)
    {
        var harness = new DistributorHarness();
        for (var first = 1; first <= 50; first += 10)
        {
            harness.Publish(first, 10);
        }

        await using var reader = harness.Read(new StreamRequest { ResumeAfter = resumeAfter, Epoch = DistributorHarness.Epoch });
        await reader.NextAsync<StartedItem>();
        harness.Publish(51, 10);

        var expected = Enumerable.Range((int)resumeAfter + 1, 60 - (int)resumeAfter).Select(i => (long)i);
        Assert.Equal(expected, await reader.SequencesUpToAsync(60));
    }

    [Fact]
    public async Task Without_history_a_resume_that_missed_something_gets_a_gap_and_one_that_missed_nothing_goes_on()
    {
        var harness = new DistributorHarness(new DistributionOptions { HistoryEvents = 0 });
        await using var running = harness.Read();
        await running.NextAsync<StartedItem>();
        harness.Publish(1, 10);
        harness.Publish(11, 10);
        Assert.Equal(20, (await running.SequencesUpToAsync(20)).Count);

        await using var late = harness.Read(new StreamRequest { ResumeAfter = 19, Epoch = DistributorHarness.Epoch });
        var started = await late.NextAsync<StartedItem>();
        Assert.Equal((21L, 20L, 0), (started.Oldest, started.Latest, started.Limits.HistoryEvents));
        var gap = await late.NextAsync<GapItem>();
        Assert.Equal((GapReason.Evicted, 19L, 21L, 1L), (gap.Reason, gap.RequestedAfter, gap.Oldest, gap.Missed!.Value));
        await using var inTime = harness.Read(new StreamRequest { ResumeAfter = 20, Epoch = DistributorHarness.Epoch });
        await inTime.NextAsync<StartedItem>();

        harness.Publish(21, 5);
        foreach (var reader in new[] { running, late, inTime })
        {
            Assert.Equal([21, 22, 23, 24, 25], await reader.SequencesUpToAsync(25));
        }
    }

    [Fact]
    public async Task Without_a_greatest_age_history_is_bounded_by_events_and_bytes_alone()
    {
        var harness = new DistributorHarness(new DistributionOptions { HistorySeconds = 0 });
        harness.Publish(1, 10);
        harness.Clock.Advance(TimeSpan.FromDays(400));
        harness.Distributor.Tick();
        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 0 });
        await reader.NextAsync<StartedItem>();
        Assert.Equal(10, (await reader.SequencesUpToAsync(10)).Count);
    }

    [Fact]
    public async Task A_position_older_than_history_gives_a_gap_first_then_what_is_still_there()
    {
        var harness = new DistributorHarness(new DistributionOptions { HistoryEvents = 20 });
        for (var first = 1; first <= 100; first += 10)
        {
            harness.Publish(first, 10);
        }

        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 5, Epoch = DistributorHarness.Epoch });
        await reader.NextAsync<StartedItem>();
        var gap = await reader.NextAsync<GapItem>();

        Assert.Equal((GapReason.Evicted, 5L, 81L, 100L, 75L), (gap.Reason, gap.RequestedAfter, gap.Oldest, gap.Latest, gap.Missed!.Value));
        Assert.Equal(Enumerable.Range(81, 20).Select(i => (long)i), await reader.SequencesUpToAsync(100));
    }

    [Fact]
    public async Task A_snapshot_after_a_gap_has_the_latest_value_per_item_and_the_live_tail_follows_without_hole_or_double()
    {
        var harness = new DistributorHarness(new DistributionOptions { HistoryEvents = 20 });
        for (var first = 1; first <= 100; first += 10)
        {
            harness.Publish(first, 10, items: 7);
        }

        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 5, Snapshot = SnapshotPolicy.AfterGap });
        await reader.NextAsync<StartedItem>();
        var gap = await reader.NextAsync<GapItem>();
        harness.Publish(101, 3, items: 7);
        var snapshot = await reader.NextAsync<SnapshotItem>();
        var events = await reader.NextAsync<EventsItem>();

        Assert.Equal((101L, 95L), (gap.Oldest, gap.Missed!.Value));
        Assert.Equal(100, snapshot.AsOf);
        Assert.Equal(Enumerable.Range(94, 7).Select(i => (long)i), snapshot.Events.Select(e => e.Sequence));
        Assert.Equal((101L, 103L), (events.First, events.Last));
    }

    [Fact]
    public async Task A_second_reader_attaches_in_the_middle_with_a_consistent_snapshot()
    {
        var harness = new DistributorHarness();
        harness.Publish(1, 30, items: 4);
        await using var reader = harness.Read(new StreamRequest { Snapshot = SnapshotPolicy.Always });
        harness.Publish(31, 1);

        await reader.NextAsync<StartedItem>();
        var snapshot = await reader.NextAsync<SnapshotItem>();
        var events = await reader.NextAsync<EventsItem>();

        Assert.Equal([27L, 28L, 29L, 30L], snapshot.Events.Select(e => e.Sequence));
        Assert.Equal(31, events.First);
    }

    [Fact]
    public async Task A_position_of_another_epoch_gives_a_gap_and_then_all_of_the_new_numbering()
    {
        var harness = new DistributorHarness();
        harness.Publish(1, 3);
        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 2, Epoch = "epoch-0" });

        await reader.NextAsync<StartedItem>();
        var gap = await reader.NextAsync<GapItem>();

        Assert.Equal((GapReason.EpochChanged, 1L, (long?)null), (gap.Reason, gap.Oldest, gap.Missed));
        Assert.Equal([1L, 2L, 3L], await reader.SequencesUpToAsync(3));
    }

    [Fact]
    public async Task A_position_beyond_the_latest_of_this_epoch_gives_a_gap()
    {
        var harness = new DistributorHarness();
        harness.Publish(1, 3);
        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 10, Epoch = DistributorHarness.Epoch });

        await reader.NextAsync<StartedItem>();
        var gap = await reader.NextAsync<GapItem>();
        harness.Publish(4, 1);

        Assert.Equal((GapReason.Ahead, 4L), (gap.Reason, gap.Oldest));
        Assert.Equal([4L], await reader.SequencesUpToAsync(4));
    }

    [Fact]
    public async Task A_position_that_a_copy_has_not_reached_yet_is_no_gap_and_nothing_comes_twice()
    {
        var harness = new DistributorHarness();
        harness.Distributor.MayLag = true;
        harness.Publish(1, 3);
        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 5, Epoch = DistributorHarness.Epoch });

        var started = await reader.NextAsync<StartedItem>();
        harness.Publish(4, 4);
        var events = await reader.NextAsync<EventsItem>();

        Assert.Equal((5L, 6L, 7L), (started.ResumedAfter, events.First, events.Last));
    }

    [Fact]
    public async Task A_position_beyond_the_latest_without_an_epoch_skips_the_events_up_to_it()
    {
        var harness = new DistributorHarness();
        harness.Publish(1, 3);
        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 5 });

        await reader.NextAsync<StartedItem>();
        harness.Publish(4, 4);
        var events = await reader.NextAsync<EventsItem>();

        Assert.Equal((6L, 7L), (events.First, events.Last));
    }

    [Fact]
    public async Task Events_that_the_worker_overwrote_are_a_gap_before_anything_newer()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 0 });
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 3);
        harness.Publish(10, 2);

        var before = await reader.NextAsync<EventsItem>();
        var gap = await reader.NextAsync<GapItem>();
        var after = await reader.NextAsync<EventsItem>();

        Assert.Equal((1L, 3L), (before.First, before.Last));
        Assert.Equal((GapReason.WorkerOverflow, 3L, 10L, 6L), (gap.Reason, gap.RequestedAfter, gap.Oldest, gap.Missed!.Value));
        Assert.Equal((10L, 11L), (after.First, after.Last));
    }

    [Fact]
    public async Task A_resume_across_what_the_worker_overwrote_says_the_same_gap_again()
    {
        var harness = new DistributorHarness();
        harness.Publish(1, 3);
        harness.Publish(10, 2);
        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 2, Epoch = DistributorHarness.Epoch });

        await reader.NextAsync<StartedItem>();
        Assert.Equal(3, (await reader.NextAsync<EventsItem>()).Last);
        Assert.Equal(GapReason.WorkerOverflow, (await reader.NextAsync<GapItem>()).Reason);
        Assert.Equal(11, (await reader.NextAsync<EventsItem>()).Last);
    }
}
