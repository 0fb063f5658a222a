using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Lifetime;

/// <summary>A page that only shows values reads a session, and nobody else notices it.</summary>
public sealed class ObserverTests : IAsyncDisposable
{
    private static readonly StreamRequest Request = new() { Observer = true, Mode = StreamMode.Conflate };

    private readonly SessionsHost _host = new(
        ("Gateway:Sessions:DefaultLeaseSeconds", "60"), ("Gateway:Distribution:MaxSubscriptionsPerSession", "1"), ("Gateway:Distribution:MaxObserversPerSession", "2"),
        ("Gateway:Distribution:SlowConsumerPolicy", "FaultSession"), ("Gateway:Distribution:BufferEvents", "4"),
        ("Gateway:Workers:HeartbeatIntervalMs", "600000"), ("Gateway:Workers:HeartbeatGraceMs", "3600000"));

    [Fact]
    public async Task Observers_keep_no_reader_out_and_have_a_limit_of_their_own()
    {
        var session = await _host.OpenAsync();
        using var first = Observe(session);
        using var second = Observe(session);

        Assert.Contains("2 observers", Assert.Throws<GatewayException>(() => Observe(session)).Message, StringComparison.Ordinal);
        using var reader = _host.Subscribe(session);
        Assert.Equal(GatewayErrorCode.TooManySubscribers, Assert.Throws<GatewayException>(() => _host.Subscribe(session)).Code);
        first.Dispose();
        using var third = Observe(session);
        Assert.Equal(1, session.Distributor.ExternalSubscriptions);
        Assert.Single(session.Describe(withSubscriptions: true).Subscriptions);
    }

    [Fact]
    public async Task An_observer_neither_keeps_a_session_open_nor_is_told_to_the_feed()
    {
        var session = await _host.OpenAsync();
        using var observer = Observe(session);
        await _host.AdvanceAndSweepAsync(60);

        Assert.Equal(SessionState.Closed, session.Status.State);
        Assert.DoesNotContain(_host.Feed.Entries, entry => entry.Kind is FeedKind.SubscriptionStarted or FeedKind.SubscriptionEnded or FeedKind.SessionAttached or FeedKind.SessionDetached);
    }

    [Fact]
    public async Task A_slow_observer_faults_nothing_and_gets_the_latest_values()
    {
        var session = await _host.OpenAsync();
        using var observer = Observe(session);
        Assert.IsType<StartedItem>(observer.TryNext());
        for (var first = 1; first <= 19; first += 3)
        {
            await _host.WorkerOf(session).SendEventsAsync(first, 3);
        }

        await Eventually.Async(() => session.Distributor.Range.Latest == 21, "the events");

        Assert.Equal(SessionState.Ready, session.Status.State);
        Assert.DoesNotContain(_host.Feed.Entries, entry => entry.Kind == FeedKind.SubscriptionSlow);
        StreamItem? item = observer.TryNext();
        while (item is LaggedItem)
        {
            item = observer.TryNext();
        }

        Assert.Equal(21, Assert.IsType<OutgoingEvents>(item).Last);
    }

    [Fact]
    public async Task A_subscription_that_ended_is_told_with_its_reason()
    {
        var session = await _host.OpenAsync();
        var reader = _host.Subscribe(session);
        reader.Dispose();
        var slow = _host.Subscribe(session);
        slow.Channel.Abort(new GatewayException(GatewayErrorCode.SlowConsumer, "slow"));
        Assert.Throws<GatewayException>(() => slow.HasEnded());
        slow.Dispose();
        var closed = _host.Subscribe(session);
        await _host.Sessions.CloseAsync(session, "test").WithTimeout("the session to close");
        await Eventually.Async(() => ReadToEnd(closed), "the end of the stream");
        closed.Dispose();

        Assert.Equal(["left", "SlowConsumer", "completed"], _host.Feed.Entries.Where(entry => entry.Kind == FeedKind.SubscriptionEnded).Select(entry => entry.Data!["reason"]));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static bool ReadToEnd(Subscription reader)
    {
        while (reader.TryNext() is not null)
        {
            // The items do not matter.
        }

        return reader.HasEnded();
    }

    private static Subscription Observe(Session session) => session.Subscribe(new SubscriptionSettings
    {
        SubscriptionId = Guid.NewGuid().ToString("N"),
        Subject = "page",
        Kind = ReaderKind.Observer,
        Request = Request,
        Limits = StreamRequestValidator.Grant(Request, new DistributionOptions { MaxObserversPerSession = 2 }, null),
    });
}
