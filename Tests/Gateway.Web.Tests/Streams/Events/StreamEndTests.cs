using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

public sealed class StreamEndTests
{
    [Fact]
    public async Task A_completed_session_still_gives_what_was_published_before()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read();
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 3);
        harness.Distributor.Complete(null);

        Assert.Equal(3, (await reader.NextAsync<EventsItem>()).Last);
        Assert.Null(await reader.NextAsync());
    }

    [Fact]
    public async Task A_lost_worker_ends_the_stream_with_the_state_and_the_code_after_the_last_event()
    {
        var harness = new DistributorHarness();
        await using var reader = harness.Read();
        await reader.NextAsync<StartedItem>();
        harness.Publish(1, 3);
        var fault = new SessionFault { Code = "WorkerLost", Message = "gone" };
        harness.Distributor.PublishState(new StateItem { State = SessionState.Faulted, Fault = fault });
        harness.Distributor.Complete(new GatewayException(GatewayErrorCode.WorkerLost, "gone"));

        Assert.Equal(3, (await reader.NextAsync<EventsItem>()).Last);
        var state = await reader.NextAsync<StateItem>();
        Assert.Equal((SessionState.Faulted, "WorkerLost"), (state.State, state.Fault?.Code));
        Assert.Equal(GatewayErrorCode.WorkerLost, (await Assert.ThrowsAsync<GatewayException>(() => reader.NextAsync())).Code);
    }

    [Fact]
    public async Task A_reader_that_comes_after_the_end_gets_history_and_the_same_end()
    {
        var harness = new DistributorHarness();
        harness.Publish(1, 3);
        harness.Distributor.Complete(new GatewayException(GatewayErrorCode.WorkerLost, "gone"));
        await using var reader = harness.Read(new StreamRequest { ResumeAfter = 0 });

        await reader.NextAsync<StartedItem>();
        Assert.Equal(3, (await reader.NextAsync<EventsItem>()).Last);
        Assert.Equal(GatewayErrorCode.WorkerLost, (await Assert.ThrowsAsync<GatewayException>(() => reader.NextAsync())).Code);
    }

    [Fact]
    public async Task Leaving_a_stream_removes_its_subscription()
    {
        var harness = new DistributorHarness();
        var ended = 0;
        harness.Distributor.ExternalSubscriptionEnded = () => ended++;
        await using (var reader = harness.Read())
        {
            await reader.NextAsync<StartedItem>();
        }

        Assert.Equal(1, ended);
        Assert.Empty(harness.Distributor.DescribeSubscriptions());
    }

    [Fact]
    public async Task A_stream_that_was_ended_under_a_reader_who_does_not_read_is_fed_no_more_from_the_next_publish_on()
    {
        var harness = new DistributorHarness(new DistributionOptions { BufferEvents = 10 });
        await using var vanished = harness.Read();
        await vanished.NextAsync<StartedItem>();
        harness.Publish(1, 5);
        vanished.Subscription.Channel.Abort(new GatewayException(GatewayErrorCode.TokenRevoked, "gone"));
        for (var first = 6; first < 100; first += 5)
        {
            harness.Publish(first, 5);
        }

        Assert.Equal((5, 0), (vanished.Subscription.Channel.QueuedEvents, vanished.Subscription.Describe(100).SlowEpisodes));
    }

    [Fact]
    public void A_batch_that_repeats_sequences_is_a_protocol_error()
    {
        var harness = new DistributorHarness();
        harness.Publish(1, 3);
        Assert.Throws<Protocol.ProtocolException>(() => harness.Publish(3, 1));
    }
}
