using Gateway.Contracts;
using Gateway.Events;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

public sealed class FilterTests
{
    [Fact]
    public async Task Only_the_wanted_families_arrive_and_the_spans_still_join()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read(new StreamRequest { Filter = new StreamFilter { Families = [EventFamily.OnWriteComplete] } });
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 5);
        harness.PublishCompletion(6, 2);
        harness.Publish(7, 5);
        harness.PublishCompletion(12, 3);

        var first = await reader.NextAsync<EventsItem>();
        Assert.Equal((1L, 12L), (first.First, first.Last));
        Assert.Equal([6L, 12L], first.Events.Select(e => e.Sequence));
    }

    [Fact]
    public async Task Only_the_wanted_handles_arrive()
    {
        var harness = new DistributorHarness();
        var filter = new StreamFilter { Items = [new ItemKey { ItemHandle = 3 }, new ItemKey { ServerHandle = 2, ItemHandle = 4 }] };
        await using var reader = harness.Read(new StreamRequest { Filter = filter });
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 10);

        Assert.Equal([3], (await reader.NextAsync<EventsItem>()).Events.Select(e => e.ItemHandle));
    }

    [Theory]
    [InlineData("Tank*.Level.*", "Tank101.Level.PV", true)]
    [InlineData("tank1?1.level.pv", "Tank101.Level.PV", true)]
    [InlineData("*", "Tank101.Level.PV", true)]
    [InlineData("Tank101", "Tank101.Level.PV", false)]
    [InlineData("Pump*", "Tank101.Level.PV", false)]
    [InlineData("Tank101.*", "  Tank101.Level.PV  ", true)]
    [InlineData("Tank101.Level.PV", "Level.PV", true, " Tank101 ")]
    [InlineData("Tank101.Level.PV", "Me.Level.PV", true, "Tank101")]
    [InlineData("Level.*", "Level.PV", true, "Tank101")]
    [InlineData("MyArea.*", "MyArea.Code", true, "Tank101")]
    [InlineData("Tank102.*", "Level.PV", false, "Tank101")]
    public async Task Item_reference_globs_choose_by_what_the_handle_stands_for(
        string glob, string reference, bool matches, string? context = null)
    {
        var harness = new DistributorHarness();
        harness.AddItem(1, reference, context: context);
        harness.AddItem(2, "Always.Here");
        await using var reader = harness.Read(new StreamRequest { Filter = new StreamFilter { References = [glob, "Always.Here"] } });
        await reader.NextAsync<StartedItem>();
        harness.PublishItem(1, 1);
        harness.PublishItem(2, 2);

        var sequences = await reader.SequencesUpToAsync(2);
        Assert.Equal(matches ? [1L, 2L] : [2L], sequences);
    }

    [Fact]
    public async Task An_item_whose_handle_was_reused_is_judged_by_what_it_was_when_the_event_was_raised()
    {
        var harness = new DistributorHarness();
        harness.AddItem(1, "Secret.Value");
        harness.PublishItem(1, 1);
        harness.AddItem(1, "Public.Value", addedAfter: 1);
        harness.PublishItem(2, 1);
        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 0, Filter = new StreamFilter { References = ["Public.*"] } });

        await reader.NextAsync<StartedItem>();
        Assert.Equal([2L], await reader.SequencesUpToAsync(2));
    }

    [Fact]
    public async Task A_snapshot_is_filtered_too()
    {
        var harness = new DistributorHarness();
        harness.Publish(1, 10);
        await using var reader = harness.Read(new StreamRequest
        {
            Snapshot = SnapshotPolicy.Always,
            Filter = new StreamFilter { Items = [new ItemKey { ItemHandle = 4 }] },
        });

        await reader.NextAsync<StartedItem>();
        Assert.Equal([4], (await reader.NextAsync<SnapshotItem>()).Events.Select(e => e.ItemHandle));
    }

    [Fact]
    public async Task A_reader_of_one_rare_item_is_told_its_position_and_resumes_later_without_a_gap()
    {
        var harness = new DistributorHarness(new DistributionOptions { HistoryEvents = 100, IdleIntervalMs = 5_000 });
        var request = new StreamRequest { Filter = new StreamFilter { Items = [new ItemKey { ItemHandle = 999 }] } };
        var position = 0L;
        await using (var reader = harness.Read(request))
        {
            await reader.NextAsync<StartedItem>();
            for (var first = 1; first <= 1_000; first += 10)
            {
                harness.Publish(first, 10);
                harness.Clock.Advance(TimeSpan.FromSeconds(1));
                harness.Distributor.Tick();
                if (first % 100 == 91)
                {
                    position = (await reader.NextAsync<IdleItem>()).Sequence;
                }
            }
        }

        harness.Publish(1_001, 10);
        await using var resumed = harness.Read(request with { ResumeAfter = position, Epoch = DistributorHarness.Epoch });
        await resumed.NextAsync<StartedItem>();
        harness.PublishItem(1_011, 999);
        var events = await resumed.NextAsync<EventsItem>();

        Assert.Equal(1_000, position);
        Assert.Equal((1_001L, 1_011L), (events.First, events.Last));
        Assert.Single(events.Events);
    }
}
