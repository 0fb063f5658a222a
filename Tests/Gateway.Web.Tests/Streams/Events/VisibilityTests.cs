using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

[Trait("Size", "Long")]
public sealed class VisibilityTests
{
    private static readonly ItemGlobSet Tank = new(["Tank*"]);

    [Fact]
    public async Task History_and_snapshot_hold_only_what_may_be_seen_and_the_spans_join()
    {
        var harness = Plant();
        harness.Publish(1, 20, items: 4);
        await using var resumed = harness.Read(new StreamRequest { ResumeAfter = 0 }, Tank);
        await resumed.NextAsync<StartedItem>();
        var events = await resumed.NextAsync<EventsItem>();
        Assert.Equal((1L, 20L), (events.First, events.Last));
        Assert.Equal(new HashSet<int> { 1, 2 }, [.. events.Events.Select(one => one.ItemHandle)]);

        await using var fresh = harness.Read(new StreamRequest { Snapshot = SnapshotPolicy.Always }, Tank);
        await fresh.NextAsync<StartedItem>();
        Assert.Equal(2, (await fresh.NextAsync<SnapshotItem>()).Events.Count);
    }

    [Fact]
    public async Task An_item_nobody_announced_is_not_seen()
    {
        var harness = Plant();
        await using var reader = harness.Read(null, new ItemGlobSet(["*"]));
        await reader.NextAsync<StartedItem>();
        harness.PublishItem(1, 99);
        harness.PublishItem(2, 1);
        Assert.Equal([2L], await reader.SequencesUpToAsync(2));
    }

    [Fact]
    public async Task A_snapshot_that_was_made_before_the_rights_narrowed_is_sent_without_what_they_lost()
    {
        var harness = Plant();
        harness.Publish(1, 8, items: 4);
        await using var reader = harness.Read(new StreamRequest { Snapshot = SnapshotPolicy.Always });
        await reader.NextAsync<StartedItem>();
        reader.Subscription.ChangeVisible(Tank);

        Assert.Equal(2, (await reader.NextAsync<SnapshotItem>()).Events.Count);
        Assert.Equal(["*"], (await reader.NextAsync<AccessItem>()).Narrowed);
    }

    [Fact]
    public async Task Events_that_were_merged_before_filter_and_rights_changed_are_judged_by_the_filter_that_was_asked_then()
    {
        var harness = new DistributorHarness(new DistributionOptions { MaxBatch = 1 });
        Announce(harness);
        await using var reader = harness.Read(new StreamRequest { Mode = StreamMode.Conflate });
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 4, items: 4);
        Assert.Equal(1, (await reader.NextAsync<EventsItem>()).Last);
        reader.Subscription.Change(new StreamSettings { Filter = new StreamFilter { References = ["Pump*"] } });
        Assert.Equal([2L], (await reader.NextAsync<EventsItem>()).Events.Select(one => one.Sequence));
        reader.Subscription.ChangeVisible(Tank);

        // An event of a valve, which is not visible, and then one of a tank, which the new filter excludes.
        Assert.Empty((await reader.NextAsync<EventsItem>()).Events);
        Assert.Equal([4L], (await reader.NextAsync<EventsItem>()).Events.Select(one => one.Sequence));
        Assert.Equal(4, (await reader.NextAsync<ModeItem>()).After);
        Assert.Equal(["*"], (await reader.NextAsync<AccessItem>()).Narrowed);
    }

    [Fact]
    public async Task An_aborted_stream_keeps_back_what_waits()
    {
        var harness = Plant();
        await using var reader = harness.Read();
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 100);
        reader.Subscription.Channel.Abort(new GatewayException(GatewayErrorCode.TokenRevoked, "gone"));
        var error = await Assert.ThrowsAsync<GatewayException>(() => reader.NextAsync());
        Assert.Equal(GatewayErrorCode.TokenRevoked, error.Code);
        Assert.Equal(0, harness.Distributor.ExternalSubscriptions);
    }

    /// <summary>
    /// Random publishes, reads, slow phases and changes of rights: the spans join without a hole, and each is filtered by the
    /// rights before it.
    /// </summary>
    [Fact]
    public async Task Random_changes_of_rights_lose_and_double_nothing()
    {
        var random = new Random(TestScale.Seed);
        for (var round = 0; round < TestScale.Of(quick: 60, soak: 3_000); round++)
        {
            var harness = new DistributorHarness(new DistributionOptions { BufferEvents = random.Next(1, 50), HistorySeconds = 100_000 });
            Announce(harness);
            await using var reader = harness.Read(new StreamRequest { ResumeAfter = 0 });
            await reader.NextAsync<StartedItem>();
            await RunAsync(harness, reader, random);
        }
    }

    private static async Task RunAsync(DistributorHarness harness, StreamReader reader, Random random)
    {
        var (published, reached, tanksOnly) = (0L, 0L, false);
        for (var step = 0; step < 60 || reached < published; step++)
        {
            switch (step < 60 ? random.Next(4) : 3)
            {
                case 0 or 1:
                    var count = random.Next(1, 20);
                    harness.Publish(published + 1, count, items: 4);
                    published += count;
                    break;
                case 2:
                    reader.Subscription.ChangeVisible(random.Next(2) == 0 ? Tank : null);
                    break;
                case 3 when reached < published:
                    // Events that the rights hide completely are reported by an idle item, which needs time to pass.
                    harness.Clock.Advance(TimeSpan.FromSeconds(5));
                    harness.Distributor.Tick();
                    (reached, tanksOnly) = Check(await reader.NextAsync("an item of the random run"), reached, tanksOnly);
                    break;
            }
        }
    }

    private static (long Reached, bool TanksOnly) Check(StreamItem? item, long reached, bool tanksOnly)
    {
        switch (item)
        {
            case AccessItem access:
                return (reached, access.Narrowed.Count > 0);
            case IdleItem idle:
                Assert.True(idle.Sequence >= reached);
                return (idle.Sequence, tanksOnly);
            default:
                var events = Assert.IsType<EventsItem>(item);
                Assert.Equal(reached + 1, events.First);
                var expected = Enumerable.Range((int)events.First, (int)(events.Last - events.First + 1)).Where(n => !tanksOnly || (n % 4) + 1 <= 2);
                Assert.Equal(expected, events.Events.Select(one => (int)one.Sequence));
                return (events.Last, tanksOnly);
        }
    }

    private static DistributorHarness Plant()
    {
        var harness = new DistributorHarness();
        Announce(harness);
        return harness;
    }

    private static void Announce(DistributorHarness harness)
    {
        harness.AddItem(1, "Tank101.Level");
        harness.AddItem(2, "Tank102.Level");
        harness.AddItem(3, "Pump101.Speed");
        harness.AddItem(4, "Valve101.Open");
    }
}
