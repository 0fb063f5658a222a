using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Lifetime;

/// <summary>A service of the gateway itself reads a session like any reader, and nobody else notices it.</summary>
public sealed class InternalSubscriptionTests : IAsyncDisposable
{
    private readonly SessionsHost _host = new(
        ("Gateway:Sessions:DefaultLeaseSeconds", "60"), ("Gateway:Sessions:DetachGraceSeconds", "5"), ("Gateway:Distribution:MaxSubscriptionsPerSession", "1"),
        ("Gateway:Distribution:SlowConsumerPolicy", "FaultSession"), ("Gateway:Workers:HeartbeatIntervalMs", "600000"), ("Gateway:Workers:HeartbeatGraceMs", "3600000"));

    [Fact]
    public async Task A_service_of_the_gateway_gets_every_event_and_counts_against_no_cap()
    {
        var session = await _host.OpenAsync();
        var woken = 0;
        using var service = session.SubscribeInternal("publisher", new StreamRequest(), () => Interlocked.Increment(ref woken));
        _host.Subscribe(session);
        Assert.Equal(GatewayErrorCode.TooManySubscribers, Assert.Throws<GatewayException>(() => _host.Subscribe(session)).Code);
        Assert.IsType<StartedItem>(service.TryNext());
        await _host.WorkerOf(session).SendEventsAsync(1, 3);
        await Eventually.Async(() => Volatile.Read(ref woken) > 0, "the service to be woken");

        var events = Assert.IsType<OutgoingEvents>(service.TryNext());
        Assert.Equal((1, 3), (events.First, events.Last));
    }

    [Fact]
    public async Task A_session_that_only_the_gateway_reads_ends_with_its_lease()
    {
        var session = await _host.OpenAsync();
        using var service = session.SubscribeInternal("publisher", new StreamRequest());
        _host.Clock.Advance(TimeSpan.FromSeconds(60));
        await _host.SweepAsync();

        Assert.Equal(SessionState.Closed, session.Status.State);
    }

    [Fact]
    public async Task A_session_that_closes_when_detached_is_not_held_by_the_gateways_own_reader_nor_ended_when_that_leaves()
    {
        var session = await _host.OpenAsync(new OpenSessionRequest { CloseWhenDetached = true, LeaseSeconds = 600 });
        session.SubscribeInternal("publisher", new StreamRequest()).Dispose();
        var reader = _host.Subscribe(session);
        session.SubscribeInternal("publisher", new StreamRequest()).Dispose();
        await _host.AdvanceAndSweepAsync(6);
        Assert.Equal(SessionState.Ready, session.Status.State);
        using var service = session.SubscribeInternal("publisher", new StreamRequest());
        reader.Dispose();
        await _host.AdvanceAndSweepAsync(6);

        Assert.Equal(SessionState.Closed, session.Status.State);
    }

    [Fact]
    public async Task A_slow_service_of_the_gateway_faults_nothing_is_told_to_nobody_and_catches_up()
    {
        var session = await _host.OpenAsync();
        using var service = session.SubscribeInternal("publisher", new StreamRequest { BufferEvents = 4 });
        Assert.IsType<StartedItem>(service.TryNext());
        await _host.WorkerOf(session).SendEventsAsync(1, 3);
        await _host.WorkerOf(session).SendEventsAsync(4, 3);
        await _host.WorkerOf(session).SendEventsAsync(7, 3);
        await Eventually.Async(() => session.Distributor.Range.Latest == 9, "the events");

        Assert.Equal(SubscriptionPhase.CatchingUp, service.Phase);
        Assert.Equal(SessionState.Ready, session.Status.State);
        Assert.Empty(session.Describe(withSubscriptions: true).Subscriptions);
        Assert.DoesNotContain(_host.Feed.Entries, entry => entry.Kind is FeedKind.SubscriptionStarted or FeedKind.SubscriptionSlow or FeedKind.SessionAttached);
        Assert.Equal(9, Assert.IsType<OutgoingEvents>(service.TryNext()).Last);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
