using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.MultiSession;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Tests.Sessions.MultiSession;

public sealed class MultiSessionStreamTests : IAsyncDisposable
{
    private readonly Plant _plant = new();

    public ValueTask DisposeAsync() => _plant.DisposeAsync();

    [Fact]
    public async Task Sessions_that_exist_begin_live_and_those_that_are_opened_later_begin_with_all_they_have()
    {
        var old = await _plant.OpenAsync("a", "old");
        _plant.Publish(old, 1, 5);
        await using var reader = _plant.Read(Plant.Caller("a"));
        var started = await reader.NextAsync<MultiSessionStartedItem>();
        Assert.Equal([new SessionPosition(old.Identity.SessionId, old.Distributor.Epoch, 5)], MultiSessionCursor.Read(started.Cursor));
        var joined = await reader.NextAsync<JoinedItem>();
        Assert.Equal(new JoinedSession { SessionId = old.Identity.SessionId, SessionTag = "a", Name = "old", Backend = "simulator" }, joined.Session);
        Assert.Equal((5, SessionState.Ready), (joined.ResumedAfter, joined.State));
        _plant.Publish(old, 6, 1);
        Assert.Equal((6L, 6L), await reader.ItemAsync<EventsItem>(old.Identity.SessionId) is var live ? (live.First, live.Last) : default);

        var later = await _plant.OpenAsync("a");
        _plant.Publish(later, 1, 3);
        Assert.Equal(0, (await reader.NextAsync<JoinedItem>()).ResumedAfter);
        Assert.Equal((1L, 3L), await reader.ItemAsync<EventsItem>(later.Identity.SessionId) is var all ? (all.First, all.Last) : default);
    }

    [Fact]
    public async Task Sessions_of_other_tags_names_and_backends_have_no_part_and_no_subscription()
    {
        var wanted = await _plant.OpenAsync("line-1", "Mixer 1");
        var foreign = await _plant.OpenAsync("line-2", "Mixer 1");
        var other = await _plant.OpenAsync("line-1", "Pump 1");
        await using var reader = _plant.Read(Plant.Caller("line-1"), new MultiSessionRequest { SessionTags = ["LINE-?"], Names = ["mixer*"], Backends = ["Simulator"] });
        await reader.NextAsync<MultiSessionStartedItem>();
        Assert.Equal(wanted.Identity.SessionId, (await reader.NextAsync<JoinedItem>()).Session.SessionId);
        Assert.Null(reader.TryNext());
        Assert.Equal((1, 0, 0), (wanted.Distributor.ExternalSubscriptions, foreign.Distributor.ExternalSubscriptions, other.Distributor.ExternalSubscriptions));
        Assert.Equal(reader.Stream.SubscriptionId, wanted.Distributor.DescribeSubscriptions().Single().SubscriptionId);
    }

    [Fact]
    public async Task Sessions_are_chosen_by_their_ids_and_by_all_else_that_is_asked()
    {
        var wanted = await _plant.OpenAsync("a", "Mixer 1");
        var other = await _plant.OpenAsync("a", "Mixer 2");
        var wrongName = await _plant.OpenAsync("a", "Pump 1");
        var request = new MultiSessionRequest { SessionIds = [wanted.Identity.SessionId, wrongName.Identity.SessionId, "still-to-come"], Names = ["Mixer*"] };
        await using var reader = _plant.Read(Plant.Caller("a"), request);
        await reader.NextAsync<MultiSessionStartedItem>();
        Assert.Equal(wanted.Identity.SessionId, (await reader.NextAsync<JoinedItem>()).Session.SessionId);
        await _plant.OpenAsync("a", "Mixer 3");
        Assert.Null(reader.TryNext());
        Assert.Equal((1, 0, 0), (wanted.Distributor.ExternalSubscriptions, other.Distributor.ExternalSubscriptions, wrongName.Distributor.ExternalSubscriptions));
    }

    [Fact]
    public void A_session_that_is_still_to_come_is_chosen_by_its_id()
    {
        var selector = new SessionSelector(new MultiSessionRequest { SessionIds = ["one", "two"], SessionTags = ["line-*"] });
        Assert.True(selector.Chooses(Identity("two", "line-7")));
        Assert.False(selector.Chooses(Identity("two", "office")));
        Assert.False(selector.Chooses(Identity("TWO", "line-7")));
        Assert.False(new SessionSelector(new MultiSessionRequest { SessionIds = [] }).Chooses(Identity("two", "line-7")));
    }

    [Fact]
    public async Task No_cursor_and_no_other_session_comes_between_a_count_and_its_events()
    {
        var sessions = new[] { await _plant.OpenAsync("a"), await _plant.OpenAsync("a") };
        await using var reader = _plant.Read(Plant.Caller("a"), new MultiSessionRequest { Mode = StreamMode.Conflate });
        await reader.NextAsync<MultiSessionStartedItem>();
        await reader.NextAsync<JoinedItem>();
        await reader.NextAsync<JoinedItem>();
        _plant.Publish(sessions[0], 1, 70);
        _plant.Publish(sessions[1], 1, 70);
        for (var i = 0; i < 2; i++)
        {
            var lagged = await reader.NextAsync<RoutedItem>();
            Assert.IsType<LaggedItem>(lagged.Item);
            // A cursor item is due.
            _plant.Host.Clock.Advance(TimeSpan.FromSeconds(1));
            var events = await reader.NextAsync<RoutedItem>();
            Assert.Equal((lagged.SessionId, 70L), (events.SessionId, Assert.IsType<EventsItem>(events.Item).Last));
            await reader.NextAsync<CursorItem>();
        }
    }

    [Fact]
    public async Task Events_from_before_a_session_had_its_tag_reach_the_tags_reader_once_it_has()
    {
        await using var reader = _plant.Read(Plant.Caller("a"));
        await reader.NextAsync<MultiSessionStartedItem>();
        var session = await _plant.OpenAsync(null);
        _plant.Publish(session, 1, 10);
        Assert.Null(reader.TryNext());
        await session.Life.SetTagAsync("a");
        _plant.Publish(session, 11, 1);

        Assert.Equal(("a", 0), await reader.NextAsync<JoinedItem>() is var joined ? (joined.Session.SessionTag, joined.ResumedAfter) : default);
        Assert.Equal((1L, 11L), await reader.ItemAsync<EventsItem>(session.Identity.SessionId) is var events ? (events.First, events.Last) : default);
        Assert.Null(reader.TryNext());
    }

    [Fact]
    public async Task A_session_that_loses_its_tag_gives_what_was_published_before_and_goes_on_there_when_it_comes_back()
    {
        var session = await _plant.OpenAsync("a");
        var id = session.Identity.SessionId;
        await using var reader = _plant.Read(Plant.Caller("a", "b"), new MultiSessionRequest { SessionTags = ["a"] });
        await reader.NextAsync<MultiSessionStartedItem>();
        await reader.NextAsync<JoinedItem>();
        _plant.Publish(session, 1, 5);
        await session.Life.SetTagAsync("b");
        _plant.Publish(session, 6, 5);

        var before = await reader.NextAsync<RoutedItem>();
        Assert.Equal(("a", 5L), (before.SessionTag, Assert.IsType<EventsItem>(before.Item).Last));
        Assert.Equal(new LeftItem { SessionId = id, Reason = LeftReason.NotSelected }, await reader.NextAsync<LeftItem>());
        Assert.Null(reader.TryNext());
        Assert.Equal(0, session.Distributor.ExternalSubscriptions);
        await session.Life.SetTagAsync("a");
        Assert.Equal(5, (await reader.NextAsync<JoinedItem>()).ResumedAfter);
        Assert.Equal((6L, 10L), await reader.ItemAsync<EventsItem>(id) is var rest ? (rest.First, rest.Last) : default);
    }

    [Fact]
    public async Task A_session_out_of_reach_gives_nothing_more_not_even_what_waits()
    {
        var session = await _plant.OpenAsync("a");
        await using var reader = _plant.Read(Plant.Caller("a"));
        await reader.NextAsync<MultiSessionStartedItem>();
        await reader.NextAsync<JoinedItem>();
        _plant.Publish(session, 1, 5);
        await session.Life.SetTagAsync("b");
        Assert.Equal(new LeftItem { SessionId = session.Identity.SessionId, Reason = LeftReason.Access }, await reader.NextAsync<LeftItem>());

        // Other rights make it visible again, from the position of the reader.
        reader.Stream.Renewed(Plant.Caller("b"));
        Assert.Equal(0, (await reader.NextAsync<JoinedItem>()).ResumedAfter);
        Assert.Equal(5, (await reader.ItemAsync<EventsItem>(session.Identity.SessionId)).Last);
    }

    [Fact]
    public async Task A_session_that_comes_and_goes_out_of_reach_before_the_reader_hears_of_it_is_not_mentioned()
    {
        await using var reader = _plant.Read(Plant.Caller("a"));
        await reader.NextAsync<MultiSessionStartedItem>();
        var session = await _plant.OpenAsync("a");
        _plant.Publish(session, 1, 5);
        await session.Life.SetTagAsync("b");
        Assert.Null(reader.TryNext());

        // As soon as it is accessible, it behaves as if it were new: all its events come.
        await session.Life.SetTagAsync("a");
        Assert.Equal(0, (await reader.NextAsync<JoinedItem>()).ResumedAfter);
        Assert.Equal(5, (await reader.ItemAsync<EventsItem>(session.Identity.SessionId)).Last);
    }

    [Fact]
    public async Task Rights_that_end_end_the_stream_at_once()
    {
        var session = await _plant.OpenAsync("a");
        await using var reader = _plant.Read(Plant.Caller("a"));
        await reader.NextAsync<MultiSessionStartedItem>();
        await reader.NextAsync<JoinedItem>();
        _plant.Publish(session, 1, 5);
        reader.Stream.End(new GatewayException(GatewayErrorCode.TokenExpired, "over"));
        Assert.Equal(GatewayErrorCode.TokenExpired, (await Assert.ThrowsAsync<GatewayException>(() => reader.NextAsync("the end"))).Code);
    }

    [Fact]
    public async Task A_cursor_holds_what_was_given_and_resumes_each_session_there()
    {
        var (first, second) = (await _plant.OpenAsync("a"), await _plant.OpenAsync("a"));
        string cursor;
        await using (var reader = _plant.Read(Plant.Caller("a")))
        {
            await reader.NextAsync<MultiSessionStartedItem>();
            await reader.NextAsync<JoinedItem>();
            await reader.NextAsync<JoinedItem>();
            _plant.Publish(first, 1, 5);
            await reader.ItemAsync<EventsItem>(first.Identity.SessionId);
            _plant.Host.Clock.Advance(TimeSpan.FromSeconds(1));
            cursor = (await reader.NextAsync<CursorItem>()).Cursor;
            _plant.Host.Clock.Advance(TimeSpan.FromSeconds(3));
            Assert.Null(reader.TryNext());
        }

        _plant.Publish(first, 6, 2);
        _plant.Publish(second, 1, 2);
        var third = await _plant.OpenAsync("a");
        _plant.Publish(third, 1, 2);
        await using var resumed = _plant.Read(Plant.Caller("a"), new MultiSessionRequest { Cursor = cursor });
        Assert.Equal(
            [.. MultiSessionCursor.Read(cursor).Append(new SessionPosition(third.Identity.SessionId, third.Distributor.Epoch, 0)).Order(SampleCursors.ById)],
            MultiSessionCursor.Read((await resumed.NextAsync<MultiSessionStartedItem>()).Cursor));
        var spans = new Dictionary<string, (long, long)>();
        while (spans.Count < 3)
        {
            if (await resumed.NextAsync("a session's events") is RoutedItem { Item: EventsItem events } item)
            {
                spans.Add(item.SessionId, (events.First, events.Last));
            }
        }

        Assert.Equal([(6L, 7L), (1L, 2L), (1L, 2L)], [spans[first.Identity.SessionId], spans[second.Identity.SessionId], spans[third.Identity.SessionId]]);
    }

    [Fact]
    public async Task A_closed_session_leaves_after_its_last_event_and_a_lost_one_says_why()
    {
        var (closed, lost) = (await _plant.OpenAsync("a"), await _plant.OpenAsync("a"));
        await using var reader = _plant.Read(Plant.Caller("a"));
        for (var i = 0; i < 3; i++)
        {
            await reader.NextAsync("started and joined");
        }

        _plant.Publish(closed, 1, 3);
        await _plant.Host.Sessions.CloseAsync(closed, "test").WithTimeout("the close");
        var items = new List<MultiSessionItem>();
        while (items.LastOrDefault() is not LeftItem)
        {
            items.Add(await reader.NextAsync("the end of the closed session"));
        }

        Assert.IsType<EventsItem>(Assert.IsType<RoutedItem>(items[0]).Item);
        Assert.Equal(new LeftItem { SessionId = closed.Identity.SessionId, Reason = LeftReason.Closed }, items[^1]);

        _plant.Host.WorkerOf(lost).Die(137);
        MultiSessionItem last;
        do
        {
            last = await reader.NextAsync("the end of the lost session");
        }
        while (last is not LeftItem);

        Assert.Equal(new LeftItem { SessionId = lost.Identity.SessionId, Reason = LeftReason.Faulted, Code = "WorkerLost" }, last);
        Assert.Null(reader.TryNext());
    }

    [Fact]
    public async Task A_gateway_that_stops_ends_the_stream_with_the_duty_to_resume()
    {
        await _plant.OpenAsync("a");
        await using var reader = _plant.Read(Plant.Caller("a"));
        await reader.NextAsync<MultiSessionStartedItem>();
        await reader.NextAsync<JoinedItem>();
        _plant.Host.Sessions.BeginStop();
        var error = await Assert.ThrowsAsync<GatewayException>(() => reader.NextAsync("the end"));
        Assert.Equal((GatewayErrorCode.GatewayStopping, ErrorDuty.RetryWithResume), (error.Code, error.Duty));
    }

    [Fact]
    public async Task A_change_holds_for_the_sessions_there_are_and_for_those_to_come()
    {
        var session = await _plant.OpenAsync("a");
        await using var reader = _plant.Read(Plant.Caller("a"));
        await reader.NextAsync<MultiSessionStartedItem>();
        await reader.NextAsync<JoinedItem>();
        reader.Stream.Change(new StreamSettings { Mode = StreamMode.Conflate });
        Assert.Equal(StreamMode.Conflate, (await reader.ItemAsync<ModeItem>(session.Identity.SessionId)).Mode);
        var later = await _plant.OpenAsync("a");
        _plant.Publish(later, 1, 70);
        await reader.NextAsync<JoinedItem>();
        Assert.Equal(63, (await reader.ItemAsync<LaggedItem>(later.Identity.SessionId)).Conflated);
        var refused = Assert.Throws<GatewayException>(() => reader.Stream.Change(new StreamSettings { Filter = new StreamFilter { Items = [] } }));
        Assert.Equal(GatewayErrorCode.InvalidArgument, refused.Code);
    }

    [Fact]
    public async Task A_session_that_lost_events_says_so_by_a_gap_of_its_own()
    {
        await using var small = new Plant(("Gateway:Distribution:HistoryEvents", "10"));
        var session = await small.OpenAsync(null);
        small.Publish(session, 1, 10);
        small.Publish(session, 11, 10);
        await using var reader = small.Read(Plant.Caller("a"));
        await reader.NextAsync<MultiSessionStartedItem>();
        await session.Life.SetTagAsync("a");
        Assert.Equal(0, (await reader.NextAsync<JoinedItem>()).ResumedAfter);
        Assert.Equal((GapReason.Evicted, 10L), await reader.ItemAsync<GapItem>(session.Identity.SessionId) is var gap ? (gap.Reason, gap.Missed!.Value) : default);
        Assert.Equal((11L, 20L), await reader.ItemAsync<EventsItem>(session.Identity.SessionId) is var rest ? (rest.First, rest.Last) : default);
    }

    [Fact]
    public async Task A_busy_session_takes_turns_with_the_others()
    {
        var (busy, quiet) = (await _plant.OpenAsync("a"), await _plant.OpenAsync("a"));
        await using var reader = _plant.Read(Plant.Caller("a"), new MultiSessionRequest { MaxBatch = 10 });
        for (var i = 0; i < 3; i++)
        {
            await reader.NextAsync("started and joined");
        }

        _plant.Publish(busy, 1, 1_000);
        _plant.Publish(quiet, 1, 1);
        var turns = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            turns.Add((await reader.NextAsync<RoutedItem>()).SessionId);
        }

        Assert.Contains(quiet.Identity.SessionId, turns);
    }

    [Fact]
    public async Task A_spliced_item_is_byte_for_byte_the_documented_one()
    {
        var session = await _plant.OpenAsync("a", "Mischer \u00e4");
        await using var reader = _plant.Read(Plant.Caller("a"));
        await reader.NextAsync<MultiSessionStartedItem>();
        await reader.NextAsync<JoinedItem>();
        _plant.Publish(session, 1, 3);
        var spliced = Assert.IsType<OutgoingMultiSessionItem>(reader.Stream.TryNext());
        foreach (var sent in new[] { spliced, new OutgoingMultiSessionItem("s", null, null, new IdleItem { Sequence = 3 }) })
        {
            var json = JsonSerializer.Serialize<MultiSessionItem>(sent, GatewayJson.Options);
            var documented = Assert.IsType<RoutedItem>(JsonSerializer.Deserialize<MultiSessionItem>(json, GatewayJson.Options));
            Assert.Equal(JsonSerializer.Serialize<MultiSessionItem>(documented, GatewayJson.Options), json);
            Assert.Equal(MessagePackOf(documented), MessagePackOf(sent));
        }
    }

    private static string MessagePackOf(MultiSessionItem item) =>
        Convert.ToHexString(new SplicingMessagePackProtocol(GatewayMessagePack.CreateProtocol()).GetMessageBytes(new StreamItemMessage("1", item)).Span);

    private static SessionIdentity Identity(string id, string tag) =>
        new(id, null, tag, "simulator", "ada", DateTime.UnixEpoch);
}
