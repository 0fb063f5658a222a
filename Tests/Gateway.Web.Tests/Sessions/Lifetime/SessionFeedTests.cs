using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Lifetime;

/// <summary>
/// The changes that sessions record in the feed when something fails; tests of the whole gateway cover their ordinary life.
/// </summary>
public sealed class SessionFeedTests : IAsyncDisposable
{
    private readonly SessionsHost _host = new(("Gateway:Workers:HeartbeatIntervalMs", "600000"), ("Gateway:Workers:HeartbeatGraceMs", "3600000"));

    [Fact]
    public async Task A_lost_worker_is_told_with_its_exit_code_and_why_its_session_is_faulted()
    {
        var session = await _host.OpenAsync(new OpenSessionRequest { Name = "historian", SessionTag = "line-1" });
        _host.WorkerOf(session).Die(137);
        await Eventually.Async(() => Told(FeedKind.SessionFaulted).Length > 0 && Told(FeedKind.WorkerExited).Length > 0, "the fault and the exit in the feed");

        Assert.Equal(
            [FeedKind.SessionOpened, FeedKind.WorkerStarted, FeedKind.SessionReady, FeedKind.SessionFaulted, FeedKind.WorkerExited],
            _host.Feed.Entries.Take(3).Concat(_host.Feed.Entries.Skip(3).OrderBy(entry => entry.Kind)).Select(entry => entry.Kind));
        Assert.All(_host.Feed.Entries, entry => Assert.Equal(("historian", "line-1", "ada"), (entry.SessionName, entry.Session!.SessionTag, entry.Session.Owner)));
        Assert.Equal("137", Assert.Single(Told(FeedKind.WorkerExited)).Data!["exitCode"]);
        Assert.Equal("WorkerLost", Assert.Single(Told(FeedKind.SessionFaulted)).Data!["code"]);
    }

    [Fact]
    public async Task A_reader_that_is_slow_again_and_again_is_told_of_once_in_a_while_and_counted()
    {
        var session = await _host.OpenAsync();
        var slow = _host.Subscribe(session, new StreamRequest { BufferEvents = 4 });
        await using var items = slow.ReadAsync().GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync().WithTimeout("the start"));
        for (var episode = 0; episode < 3; episode++)
        {
            await FallBehindAsync(session, slow, items);
        }

        // At least one each time, because the reader may have had everything while more was being published.
        var episodes = slow.Describe(0).SlowEpisodes;
        Assert.InRange(episodes, 3, 15);
        Assert.Single(Told(FeedKind.SubscriptionSlow));
        _host.Clock.Advance(FeedThrottle.Interval);
        await FallBehindAsync(session, slow, items);
        var told = Told(FeedKind.SubscriptionSlow);
        Assert.Equal([null, $"{episodes - 1}"], told.Select(entry => entry.Data!.GetValueOrDefault("repeated")));
        Assert.All(told, entry => Assert.Equal((slow.Settings.SubscriptionId, "ada"), (entry.Data!["subscriptionId"], entry.Subject)));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    // A waiting reader that has everything gets more than its channel holds, and then continues to read.
    private async Task FallBehindAsync(Session session, Subscription subscription, IAsyncEnumerator<StreamItem> items)
    {
        var next = items.MoveNextAsync().AsTask();
        await Eventually.Async(() => subscription.Phase == SubscriptionPhase.Live, "the reader to be live");
        var latest = session.Distributor.Range.Latest;
        for (var batch = 0; batch < 5; batch++)
        {
            await _host.WorkerOf(session).SendEventsAsync(latest + 1, 3);
            latest += 3;
        }

        await Eventually.Async(() => session.Distributor.Range.Latest == latest, "the events");
        await ReadThroughAsync(latest);

        // Batches are published one after the other: what those before it have told of is told when this one is read.
        await _host.WorkerOf(session).SendEventsAsync(latest + 1, 1);
        next = items.MoveNextAsync().AsTask();
        await ReadThroughAsync(latest + 1);

        async Task ReadThroughAsync(long last)
        {
            while (await next.WithTimeout("an item") && (items.Current as OutgoingEvents)?.Last != last)
            {
                next = items.MoveNextAsync().AsTask();
            }
        }
    }

    private FeedEntry[] Told(FeedKind kind) => [.. _host.Feed.Entries.Where(entry => entry.Kind == kind)];
}
