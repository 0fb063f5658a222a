using System.Net;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>Events in the whole gateway and the changes that the feed records for them.</summary>
public sealed class FeedProducerTests : IAsyncLifetime
{
    private GatewayHost _host = null!;
    private string _admin = "";

    public Task InitializeAsync() => StartAsync();

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        _host = await GatewayHost.StartAsync(settings);
        _admin = (await _host.MintAsync("root", Scopes.Admin)).Token.Token;
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task The_life_of_a_session_is_told_in_order()
    {
        await using var owner = await _host.ConnectAsync((await _host.MintAsync(new TokenRequest
        {
            Subject = "ada",
            Scopes = [Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions, Scopes.CloseSessions],
            SessionTags = ["line-1"],
            Lifetime = TimeSpan.FromHours(1),
        })).Token.Token);
        var session = await GatewayHost.OpenSessionAsync(owner, "line-1");
        var stream = new HubStream(owner, session.SessionId, new StreamRequest());
        await stream.NextAsync<StartedItem>();
        stream.Cancel();
        await ChangesUntilAsync(session.SessionId, FeedKind.SessionDetached);
        await owner.InvokeAsync<SessionInfo>(HubContract.CloseSession, session.SessionId, Patience.Token);

        var changes = await ChangesUntilAsync(session.SessionId, FeedKind.SessionClosed);
        Assert.Equal(
            [
                FeedKind.SessionOpened, FeedKind.WorkerStarted, FeedKind.SessionReady, FeedKind.SubscriptionStarted, FeedKind.SessionAttached,
                FeedKind.SubscriptionEnded, FeedKind.SessionDetached, FeedKind.WorkerExited, FeedKind.SessionClosed,
            ],
            changes.Select(change => change.Kind));
        Assert.All(changes, change => Assert.Equal("line-1", change.SessionTag));
        Assert.Equal("ada", changes[0].Subject);
        Assert.Equal("closed by ada", changes[^1].Detail);
        Assert.Equal("0", changes.Single(change => change.Kind == FeedKind.WorkerExited).Data!["exitCode"]);
    }

    [Fact]
    public async Task Tokens_keys_and_refusals_are_told_to_admins()
    {
        var minted = await _host.MintAsync("eve", Scopes.ReadFeed);
        using (await _host.SendAsync(_admin, HttpMethod.Post, "/api/keys/rotate"))
        using (await _host.SendAsync(minted.Token.Token, HttpMethod.Get, "/api/audit"))
        using (await _host.SendAsync(null, HttpMethod.Get, "/api/audit"))
        using (await _host.SendAsync(_admin, HttpMethod.Delete, $"/api/tokens/{minted.Info.TokenId}"))
        {
        }

        var kinds = Array.Empty<FeedKind>();
        await Eventually.Async(
            async () =>
            {
                kinds = [.. (await PageAsync(_admin)).Changes.Select(change => change.Kind)];
                return kinds.Contains(FeedKind.TokenRevoked);
            },
            "the revocation in the feed");
        Assert.Equal([FeedKind.TokenMinted, FeedKind.TokenMinted, FeedKind.KeyRotated, FeedKind.AccessRefused, FeedKind.TokenRevoked], kinds);
    }

    [Fact]
    public async Task A_reader_who_starts_and_ends_streams_all_the_time_is_told_a_few_times_and_others_always()
    {
        await using var owner = await _host.ConnectAsync((await _host.MintAsync("ada", Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions, Scopes.CloseSessions)).Token.Token);
        await using var eve = await _host.ConnectAsync((await _host.MintAsync("eve", Scopes.ReadSessions, Scopes.AllSessions)).Token.Token);
        var session = await GatewayHost.OpenSessionAsync(owner, null);
        var began = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < 3 * SessionFeed.MostOfOneKind; round++)
        {
            await StartAndEndAsync(eve, session.SessionId);
        }

        var most = MinutesSince(began) * SessionFeed.MostOfOneKind;
        await new HubStream(owner, session.SessionId, new StreamRequest()).NextAsync<StartedItem>();
        await owner.InvokeAsync<SessionInfo>(HubContract.CloseSession, session.SessionId, Patience.Token);

        var changes = await ChangesUntilAsync(session.SessionId, FeedKind.SessionClosed);
        int Told(FeedKind kind, string? subject) => changes.Count(change => change.Kind == kind && change.Subject == subject);
        Assert.All(
            [Told(FeedKind.SubscriptionStarted, "eve"), Told(FeedKind.SubscriptionEnded, "eve"), Told(FeedKind.SessionAttached, null), Told(FeedKind.SessionDetached, null)],
            told => Assert.InRange(told, SessionFeed.MostOfOneKind, most));
        Assert.Equal(1, Told(FeedKind.SubscriptionStarted, "ada"));
    }

    [Fact]
    public async Task Retags_and_refusals_that_a_caller_provokes_at_will_push_nothing_out_of_the_feed_or_the_trail()
    {
        await using var owner = await _host.ConnectAsync(_admin);
        var session = await GatewayHost.OpenSessionAsync(owner, null);
        var began = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < 3 * SessionTagger.MostTold; round++)
        {
            await owner.InvokeAsync<SessionInfo>(HubContract.SetSessionTag, session.SessionId, $"line-{round}", Patience.Token);
            await Assert.ThrowsAsync<HubException>(() => owner.InvokeAsync<SessionInfo>(HubContract.GetSession, "nowhere", Patience.Token));
        }

        var minutes = MinutesSince(began);
        await owner.InvokeAsync<SessionInfo>(HubContract.CloseSession, session.SessionId, Patience.Token);

        var changes = await ChangesUntilAsync(session.SessionId, FeedKind.SessionClosed);
        Assert.InRange(changes.Count(change => change.Kind == FeedKind.SessionTagged), SessionTagger.MostTold, minutes * SessionTagger.MostTold);
        Assert.InRange((await PageAsync(_admin)).Changes.Count(change => change.Kind == FeedKind.AccessRefused), 1, minutes);
        string[] trail = [];
        await Eventually.Async(
            async () =>
            {
                trail = [.. (await _host.GetAsync<AuditPage>(_admin, "/api/audit?limit=1000")).Items.Select(entry => entry.Action)];
                return trail.Count(action => action == AuditActions.OfHub(HubContract.GetSession)) >= AuditFeed.MostInTrail;
            },
            "the trail to be written");
        Assert.All([AuditActions.SessionTagged, AuditActions.OfHub(HubContract.GetSession)], action =>
            Assert.InRange(trail.Count(one => one == action), AuditFeed.MostInTrail, minutes * AuditFeed.MostInTrail));
    }

    [Fact]
    public async Task A_key_that_is_replaced_for_its_age_is_told_though_nobody_asked_for_it()
    {
        _host.Clock.Advance(TimeSpan.FromDays(_host.Get<IOptions<AccessOptions>>().Value.SigningKeyDays + 1));
        await _host.Get<KeyUpkeep>().RunOnceAsync(Patience.Token);
        var admin = (await _host.MintAsync("root", Scopes.Admin)).Token.Token;
        FeedChange? rotated = null;
        await Eventually.Async(
            async () => (rotated = (await PageAsync(admin)).Changes.FirstOrDefault(change => change.Kind == FeedKind.KeyRotated)) is not null, "the new key in the feed");
        Assert.Null(rotated!.Subject);
        Assert.Contains("because the previous key had reached its age", rotated.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_or_secret_is_in_the_feed()
    {
        var minted = await _host.MintAsync("eve", Scopes.ReadFeed);
        var page = await PageAsync(_admin);
        Assert.DoesNotContain(page.Changes, change => System.Text.Json.JsonSerializer.Serialize(change).Contains(minted.Token.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_tells_where_to_go_on_and_ends_at_the_latest()
    {
        for (var i = 0; i < 5; i++)
        {
            await _host.MintAsync($"user{i}", Scopes.ReadFeed);
        }

        await Eventually.Async(async () => (await PageAsync(_admin)).Latest >= 6, "six changes");
        var first = await _host.GetAsync<FeedPage>(_admin, "/api/feed?after=0&limit=4");
        Assert.Equal([1L, 2, 3, 4], first.Changes.Select(change => change.Sequence));
        var second = await _host.GetAsync<FeedPage>(_admin, $"/api/feed?after={first.Next}&feedEpoch={first.FeedEpoch}");
        Assert.Equal((5, second.Latest, null), (second.Changes[0].Sequence, second.Next, second.Reset));
        var none = await _host.GetAsync<FeedPage>(_admin, "/api/feed?kinds=sessionOpened,sessionClosed&sessionTags=line-1");
        Assert.Equal((0, none.Latest), (none.Changes.Count, none.Next));
        var reset = await _host.GetAsync<FeedPage>(_admin, "/api/feed?after=3&feedEpoch=0000000000000000");
        Assert.Equal((FeedResetReason.EpochChanged, 1), (reset.Reset, reset.Changes[0].Sequence));
        foreach (var wrong in new[] { "after=-1", "kinds=nothing", "limit=0", "limit=1001", "after=x", "feedEpoch=0000000000000000" })
        {
            using var response = await _host.SendAsync(_admin, HttpMethod.Get, $"/api/feed?{wrong}");
            Assert.Equal((wrong, HttpStatusCode.BadRequest), (wrong, response.StatusCode));
        }
    }

    [Fact]
    public async Task A_running_stream_ends_as_soon_as_its_token_is_revoked()
    {
        // Nothing but the revocation wakes the reader.
        await DisposeAsync();
        await StartAsync(("Gateway:Feed:IdleIntervalMs", "3600000"));
        var minted = await _host.MintAsync("eve", Scopes.ReadFeed);
        await using var connection = await _host.ConnectAsync(minted.Token.Token);
        var items = await connection.StreamAsChannelAsync<FeedItem>(HubContract.StreamFeed, new FeedRequest(), Patience.Token);
        Assert.IsType<FeedStartedItem>(await items.ReadAsync(Patience.Token));
        await _host.Get<TokenRevoker>().RevokeAsync(minted.Info.TokenId, FeedRig.Admin, null, Patience.Token);
        Assert.Equal(1, _host.Get<CallerRegistry>().Ended);
        var error = await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => items.Completion.WithTimeout("the end of the stream"));
        Assert.Contains("[TokenRevoked]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_cursor_continues_where_its_subject_left_off_and_is_nobody_elses()
    {
        await using var client = await _host.ConnectAsync(_admin);
        var token = (await _host.MintAsync("eve", Scopes.ReadFeed)).Token.Token;
        await using var eve = await _host.ConnectAsync(token);
        await Eventually.Async(async () => (await PageAsync(_admin)).Latest >= 2, "two changes");
        var epoch = (await PageAsync(_admin)).FeedEpoch;

        Assert.Equal(0, (await StartedAsync(client, new FeedRequest { Cursor = "etl" })).After);
        await client.InvokeAsync(HubContract.CommitFeedCursor, new FeedCursor { Name = "etl", FeedEpoch = epoch, Sequence = 1 }, Patience.Token);
        Assert.Equal(1, (await StartedAsync(client, new FeedRequest { Cursor = "etl" })).After);
        Assert.Equal(0, (await StartedAsync(eve, new FeedRequest { Cursor = "etl" })).After);
        Assert.Null(await eve.InvokeAsync<FeedCursor?>(HubContract.GetFeedCursor, "etl", Patience.Token));
        Assert.Equal(1, (await client.InvokeAsync<FeedCursor?>(HubContract.GetFeedCursor, "etl", Patience.Token))!.Sequence);
        await client.InvokeAsync(HubContract.DeleteFeedCursor, "etl", Patience.Token);
        Assert.Null(await client.InvokeAsync<FeedCursor?>(HubContract.GetFeedCursor, "etl", Patience.Token));
        foreach (var wrong in new[] { new FeedCursor { Name = "", FeedEpoch = epoch, Sequence = 1 }, new FeedCursor { Name = "a", FeedEpoch = "x", Sequence = 1 }, new FeedCursor { Name = "a", FeedEpoch = epoch, Sequence = 99_999 } })
        {
            await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => client.InvokeAsync(HubContract.CommitFeedCursor, wrong, Patience.Token));
        }
    }

    [Fact]
    public async Task Nothing_was_dropped() => await Eventually.Async(
        () => _host.Get<Gateway.Web.Streams.Feed.FeedState>().Current == FeedStatus.Running && _host.Get<Gateway.Web.Streams.Feed.FeedInbox>().Dropped == 0, "a running feed");

    // The limits are per minute, and a busy machine may take longer.
    private static int MinutesSince(long began) => 1 + (int)(TimeProvider.System.GetElapsedTime(began) / FeedThrottle.Interval);

    private async Task StartAndEndAsync(HubConnection connection, string sessionId)
    {
        var stream = new HubStream(connection, sessionId, new StreamRequest());
        await stream.NextAsync<StartedItem>();
        stream.Cancel();
        await Eventually.Async(() => _host.Get<SessionManager>().Find(sessionId)!.Distributor.DescribeSubscriptions().Count == 0, "the stream to be over");
    }

    private static async Task<FeedStartedItem> StartedAsync(HubConnection connection, FeedRequest request)
    {
        using var stop = new CancellationTokenSource();
        var items = await connection.StreamAsChannelAsync<FeedItem>(HubContract.StreamFeed, request, stop.Token);
        var started = Assert.IsType<FeedStartedItem>(await items.ReadAsync(Patience.Token));
        await stop.CancelAsync();
        return started;
    }

    private Task<FeedPage> PageAsync(string token) => _host.GetAsync<FeedPage>(token, "/api/feed?after=0&limit=1000");

    private async Task<IReadOnlyList<FeedChange>> ChangesUntilAsync(string session, FeedKind last)
    {
        IReadOnlyList<FeedChange> changes = [];
        await Eventually.Async(
            async () =>
            {
                changes = [.. (await PageAsync(_admin)).Changes.Where(change => change.SessionId == session)];
                return changes.Any(change => change.Kind == last);
            },
            $"{last} in the feed");
        return changes;
    }
}
