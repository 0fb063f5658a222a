using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

public sealed class SlowConsumerTests
{
    [Fact]
    public async Task A_reader_that_pauses_falls_back_to_history_and_then_has_everything()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 20 });
        await using var reader = harness.Read();
        await reader.NextAsync<StartedItem>();

        for (var first = 1; first <= 1_000; first += 10)
        {
            harness.Publish(first, 10);
        }

        Assert.Equal(SubscriptionPhase.CatchingUp, reader.Subscription.Phase);
        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => (long)i), await reader.SequencesUpToAsync(1_000));
        harness.Publish(1_001, 1);
        Assert.Equal([1_001L], await reader.SequencesUpToAsync(1_001));
        Assert.Equal(SubscriptionPhase.Live, reader.Subscription.Phase);
    }

    [Fact]
    public async Task A_reader_that_stops_until_history_has_moved_past_it_ends_with_SlowConsumer_and_ten_others_miss_nothing()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 20, HistoryEvents = 100 });
        await using var stopped = harness.Read();
        await stopped.NextAsync<StartedItem>();
        harness.Publish(1, 10);
        await stopped.NextAsync<EventsItem>();
        var others = Enumerable.Range(0, 10).Select(_ => harness.Read(new StreamRequest { ResumeAfter = 10 })).ToArray();
        foreach (var other in others)
        {
            await other.NextAsync<StartedItem>();
        }

        for (var first = 11; first <= 1_000; first += 10)
        {
            harness.Publish(first, 10);
            foreach (var other in others)
            {
                Assert.Equal(Enumerable.Range(first, 10).Select(i => (long)i), await other.SequencesUpToAsync(first + 9));
            }
        }

        // The events in its channel are still delivered; then the stream ends with an error whose duty is to resume.
        Assert.Equal(30, (await stopped.NextAsync<EventsItem>()).Last);
        var error = await Assert.ThrowsAsync<GatewayException>(() => stopped.NextAsync());
        Assert.Equal((GatewayErrorCode.SlowConsumer, ErrorDuty.RetryWithResume), (error.Code, error.Duty));
    }

    [Theory]
    [InlineData(SlowPolicy.EndAtOnce, "CatchUp", true)]
    [InlineData(SlowPolicy.End, "EndStream", true)]
    [InlineData(SlowPolicy.EndAtOnce, "EndStream", true)]
    [InlineData(SlowPolicy.Conflate, "EndStream", false)]
    [InlineData(SlowPolicy.End, "CatchUp", false)]
    public async Task A_stream_ends_at_once_when_its_channel_is_full_if_its_reader_or_the_server_wants_that(SlowPolicy onSlow, string policy, bool ends)
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 20, SlowConsumerPolicy = Enum.Parse<SlowConsumerPolicy>(policy) });
        harness.Distributor.SlowSoleSubscriber = () => Assert.Fail("The session was faulted.");
        await using var slow = harness.Read(new StreamRequest { OnSlow = onSlow });
        await using var other = harness.Read();
        await slow.NextAsync<StartedItem>();
        await other.NextAsync<StartedItem>();
        harness.Publish(1, 10);
        Assert.Equal(10, (await slow.NextAsync<EventsItem>()).Last);
        for (var first = 11; first <= 51; first += 10)
        {
            Assert.Equal(first - 1, (await other.SequencesUpToAsync(first - 1))[^1]);
            harness.Publish(first, 10);
        }

        if (ends)
        {
            // None of the waiting events is delivered: the position is that of the last item that the reader received.
            var error = await Assert.ThrowsAsync<GatewayException>(() => slow.NextAsync());
            Assert.Equal((GatewayErrorCode.SlowConsumer, ErrorDuty.RetryWithResume), (error.Code, error.Duty));
            await using var resumed = harness.Read(new StreamRequest { ResumeAfter = 10, Epoch = DistributorHarness.Epoch });
            Assert.Equal(Enumerable.Range(11, 50).Select(n => (long)n), await resumed.SequencesUpToAsync(60));
        }
        else
        {
            Assert.Equal(Enumerable.Range(11, 50).Select(n => (long)n), await slow.SequencesUpToAsync(60));
        }

        Assert.Equal(60, (await other.SequencesUpToAsync(60))[^1]);
    }

    [Fact]
    public async Task A_change_to_end_at_once_holds_from_then_on()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 20 });
        await using var reader = harness.Read();
        await reader.NextAsync<StartedItem>();
        reader.Subscription.Change(new StreamSettings { OnSlow = SlowPolicy.EndAtOnce });
        await reader.NextAsync<ModeItem>();
        harness.Publish(1, 20);
        harness.Publish(21, 20);
        Assert.Equal(GatewayErrorCode.SlowConsumer, (await Assert.ThrowsAsync<GatewayException>(() => reader.NextAsync())).Code);
    }

    [Fact]
    public async Task A_batch_larger_than_the_channel_still_gets_through()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 5 });
        await using var reader = harness.Read();
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 50);

        Assert.Equal(50, (await reader.SequencesUpToAsync(50)).Count);
    }

    [Fact]
    public void A_slow_sole_subscriber_faults_the_session_when_the_option_says_so()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 5, SlowConsumerPolicy = SlowConsumerPolicy.FaultSession });
        var faults = 0;
        harness.Distributor.SlowSoleSubscriber = () => faults++;
        harness.Subscribe();
        harness.Distributor.SubscribeInternal("publisher", new StreamRequest());
        harness.Publish(1, 5);
        harness.Publish(6, 5);

        Assert.Equal(1, faults);
    }

    [Fact]
    public void A_slow_subscriber_among_others_or_an_internal_one_faults_nothing()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 5, SlowConsumerPolicy = SlowConsumerPolicy.FaultSession });
        harness.Distributor.SlowSoleSubscriber = () => Assert.Fail("The session was faulted.");
        harness.Distributor.SubscribeInternal("publisher", new StreamRequest());
        harness.Publish(1, 5);
        harness.Publish(6, 5);
        harness.Subscribe();
        harness.Subscribe();
        harness.Publish(11, 5);
        harness.Publish(16, 5);
    }

    [Fact]
    public void Internal_subscriptions_count_against_no_cap_and_external_ones_beyond_it_are_refused()
    {
        var harness = new DistributorHarness(new DistributionOptions { MaxSubscriptionsPerSession = 2 });
        harness.Distributor.SubscribeInternal("publisher", new StreamRequest());
        harness.Subscribe();
        harness.Subscribe();
        harness.Distributor.SubscribeInternal("publisher", new StreamRequest());

        var error = Assert.Throws<GatewayException>(() => harness.Subscribe());
        Assert.Equal(GatewayErrorCode.TooManySubscribers, error.Code);
    }

    [Fact]
    public async Task The_pump_never_waits_for_readers_that_read_at_random_on_other_threads()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 500, HistoryEvents = 1_000_000, HistoryBytes = 1L << 30 });
        var readers = Enumerable.Range(0, 8).Select(seed => CountInOrderAsync(harness, seed, 100_000)).ToArray();
        await Task.Run(() =>
        {
            for (var first = 1; first <= 100_000; first += 50)
            {
                harness.Publish(first, 50);
            }
        }).WithTimeout("the pump to publish everything");

        await Task.WhenAll(readers).WithTimeout("all readers to have everything");
    }

    private static Task CountInOrderAsync(DistributorHarness harness, int seed, long last)
    {
        var subscription = harness.Subscribe(new StreamRequest { ResumeAfter = 0 });
        return Task.Run(async () =>
        {
            var random = new Random(seed);
            var position = 0L;
            await foreach (var item in subscription.ReadAsync())
            {
                if (item is OutgoingEvents events)
                {
                    Assert.Equal(position + 1, events.First);
                    Assert.Equal(events.Last - position, events.Slices.Sum(s => s.Count));
                    position = events.Last;
                }

                if (position == last)
                {
                    return;
                }

                if (random.Next(20) == 0)
                {
                    await Task.Yield();
                }
            }
        });
    }
}
