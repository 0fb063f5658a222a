using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Tests.Fixtures;
using static Gateway.Web.Tests.Streams.Alarms.AlarmBench;

namespace Gateway.Web.Tests.Streams.Alarms;

public sealed class AlarmLogTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_stream_begins_with_what_stands_and_goes_on_with_transitions()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi", "B.Hi");
        Raise(rig, "A.Hi", 1);
        using var client = rig.Read().Drain();
        Assert.Equal(["started", "activeAlarm", "snapshotComplete"], client.Items.Select(item => item.Kind));
        Raise(rig, "B.Hi", 2);
        client.Drain();
        Assert.Equal([2], client.Transitions.Select(one => one.Sequence));
        Assert.Equal(["A.Hi", "B.Hi"], client.Standing.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_position_in_the_log_is_resumed_without_a_snapshot_after_a_restart_too()
    {
        string epoch;
        using (var rig = new AlarmRig(_directory.Path))
        {
            Watch(rig, "A.Hi");
            Raise(rig, "A.Hi", 1);
            epoch = rig.Book.Epoch;
        }

        using var again = new AlarmRig(_directory.Path);
        again.Book.Apply("A.Hi", InAlarm(false, 2));
        again.Commit();
        using var client = again.Read(new AlarmRequest { After = 1, Epoch = epoch }).Drain();
        Assert.Equal(["started", "transition"], client.Items.Select(item => item.Kind));
        Assert.Equal((2, AlarmTransitionKind.Cleared), (client.Transitions.Single().Sequence, client.Transitions.Single().Kind));
    }

    [Theory]
    [InlineData(0, null, AlarmGapReason.Retention)]
    [InlineData(99, null, AlarmGapReason.Ahead)]
    [InlineData(5, "0123456789abcdef", AlarmGapReason.EpochChanged)]
    public void A_position_that_cannot_be_resumed_gets_a_gap_and_a_snapshot(long after, string? epoch, AlarmGapReason reason)
    {
        using var rig = new AlarmRig(_directory.Path, new AlarmLogOptions { RetainTransitions = 2 });
        Watch(rig, "A.Hi", "B.Hi");
        for (var at = 1; at <= 6; at++)
        {
            rig.Book.Apply("A.Hi", InAlarm(at % 2 == 1, at));
            rig.Commit();
        }

        Raise(rig, "B.Hi", 7);
        rig.Log.Prune();
        using var client = rig.Read(new AlarmRequest { After = after, Epoch = epoch }).Drain();
        Assert.Equal(["started", "gap", "activeAlarm", "snapshotComplete"], client.Items.Select(item => item.Kind));
        Assert.Equal(reason, ((AlarmGapItem)client.Items[1]).Reason);
        Assert.Equal(7, client.Position);
    }

    [Fact]
    public void A_gap_comes_before_an_idle_item_that_is_due()
    {
        using var rig = new AlarmRig(_directory.Path, new AlarmLogOptions { RetainTransitions = 2, BufferTransitions = 1 });
        Watch(rig, "A.Hi");
        var reader = rig.Distributor.Subscribe(new AlarmRequest(), rig.Reach, AlarmRig.Admin);
        using var client = new AlarmClient(reader).Drain();
        for (var at = 1; at <= 6; at++)
        {
            rig.Book.Apply("A.Hi", InAlarm(at % 2 == 1, at));
            rig.Commit();
        }

        rig.Log.Prune();
        reader.Channel.RequestIdle();
        client.Drain();
        Assert.Equal(["transition", "gap", "activeAlarm", "snapshotComplete"], client.Items.Select(item => item.Kind).SkipWhile(kind => kind != "transition").Take(4));
    }

    [Fact]
    public void Alarms_and_position_are_what_the_last_transition_came_with()
    {
        using (var rig = new AlarmRig(_directory.Path))
        {
            Watch(rig, "A.Hi");
            rig.Book.Apply("A.Hi", InAlarm(true, 1));
            rig.Commit(position: 17);
            // Applied, but the gateway is killed before it commits.
            rig.Book.Apply("A.Hi", InAlarm(false, 2));
        }

        using var again = new AlarmRig(_directory.Path);
        Assert.Equal(17, again.Position!.Sequence);
        Assert.Equal(AlarmCondition.Active, again.Book.Find("a.hi")!.Alarm.Condition);
        again.Book.Apply("A.Hi", InAlarm(false, 2));
        again.Commit(position: 18);
        using var client = again.Read(new AlarmRequest { After = 0 }).Drain();
        Assert.Equal([AlarmTransitionKind.Raised, AlarmTransitionKind.Cleared], client.Transitions.Select(one => one.Kind));
    }

    [Fact]
    public void What_leaves_a_filter_is_sent_once_more_and_then_no_longer()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi");
        using var client = rig.Read(new AlarmRequest { States = [AlarmState.Unacknowledged] }).Drain();
        Raise(rig, "A.Hi", 1);
        client.Drain();
        Assert.Single(client.Table);
        rig.Book.Apply("A.Hi", Acked(true, 2));
        rig.Book.Apply("A.Hi", InAlarm(false, 3));
        rig.Commit();
        client.Drain();
        Assert.Equal([null, true], client.Transitions.Select(one => one.Leaves));
        Assert.Empty(client.Table);
        Assert.Equal(3, client.Position);
    }

    [Fact]
    public void A_conflating_reader_gets_the_last_transition_of_each_alarm_with_its_count()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi", "B.Hi");
        using var client = rig.Read(new AlarmRequest { Mode = StreamMode.Conflate }).Drain();
        for (var at = 1; at <= 5; at++)
        {
            rig.Book.Apply("A.Hi", InAlarm(at % 2 == 1, at));
        }

        Raise(rig, "B.Hi", 6);
        client.Drain();
        Assert.Equal([(5L, 4, 3), (6L, null, 1)], client.Transitions.Select(one => (one.Sequence, one.Merged, one.Raises!.Value)));
        Assert.Equal(6, client.Position);
    }

    [Fact]
    public void A_conflating_reader_that_resumes_anywhere_has_no_row_of_an_alarm_that_left_its_filter()
    {
        using var rig = new AlarmRig(_directory.Path, new AlarmLogOptions { MaxBatch = 1 });
        Watch(rig, "A.Hi", "B.Hi");
        var request = new AlarmRequest { Mode = StreamMode.Conflate, States = [AlarmState.Unacknowledged] };
        using var client = rig.Read(request).Drain();
        Raise(rig, "A.Hi", 1);
        client.Drain();
        rig.Book.Apply("A.Hi", Acked(true, 2));
        Raise(rig, "B.Hi", 3);
        rig.Book.Apply("A.Hi", InAlarm(false, 4));
        rig.Commit();
        client.Drain(most: 1);
        using var resumed = rig.Read(request with { After = client.Position, Epoch = client.Epoch }).With(client).Drain();
        Assert.Equal(["B.Hi"], resumed.Table.Keys);
    }

    [Fact]
    public void A_flush_interval_collects_what_comes_meanwhile()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi", "B.Hi", "C.Hi");
        using var client = rig.Read(new AlarmRequest { FlushIntervalMs = 100 }).Drain();
        Raise(rig, "A.Hi", 1);
        client.Drain();
        Raise(rig, "B.Hi", 2);
        Raise(rig, "C.Hi", 3);
        client.Drain();
        Assert.Single(client.Items.OfType<AlarmTransitionItem>());
        rig.Clock.Advance(TimeSpan.FromMilliseconds(100));
        client.Drain();
        Assert.Equal([1, 2], client.Items.OfType<AlarmTransitionItem>().Select(item => item.Transitions.Count));
    }

    [Fact]
    public void A_status_of_the_monitor_comes_after_the_transitions_before_it()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi");
        using var client = rig.Read().Drain();
        Raise(rig, "A.Hi", 1);
        rig.Distributor.Publish(new AlarmMonitor { Status = AlarmMonitorStatus.Blind, Since = Start, Watched = 1, Unknown = 0 });
        client.Drain();
        Assert.Equal(["transition", "monitor"], client.Items.TakeLast(2).Select(item => item.Kind));
    }

    [Fact]
    public void A_caller_sees_only_alarms_whose_item_it_may_read_and_its_position_moves_all_the_same()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi", "B.Hi");
        var narrow = Narrow("A.*");
        using var client = rig.Read(caller: narrow).Drain();
        using var stranger = rig.Read(caller: narrow with { SessionTags = ["elsewhere"] }).Drain();
        Raise(rig, "A.Hi", 1);
        Raise(rig, "B.Hi", 2);
        client.Drain();
        stranger.Drain();
        Assert.Equal(["A.Hi"], client.Table.Keys);
        Assert.Empty(stranger.Table);
        Assert.True(client.Renew(narrow with { Read = null }));
        client.Drain();
        Assert.Equal(["access", "activeAlarm", "snapshotComplete"], client.Items.TakeLast(3).Select(item => item.Kind));
        Assert.Equal(["A.Hi", "B.Hi"], client.Table.Keys.Order(StringComparer.Ordinal));
        Assert.False(client.Renew(narrow with { Scopes = [] }));
        Assert.Throws<GatewayException>(() => rig.Feed.Open(new AlarmRequest(), narrow with { Scopes = [] }));
    }

    [Fact]
    public void A_position_that_was_read_with_other_rights_gets_access_and_a_snapshot_behind_its_transitions()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi", "B.Hi");
        Raise(rig, "A.Hi", 1);
        Raise(rig, "B.Hi", 2);
        using var before = rig.Read(caller: Narrow("A.*")).Drain();
        before.Dispose();
        rig.Book.Apply("B.Hi", InAlarm(false, 3));
        rig.Commit();
        using var client = rig.Read(Resuming(before), Narrow("B.*")).With(before).Drain();
        Assert.Equal(["started", "transition", "access", "activeAlarm", "snapshotComplete"], client.Items.Select(item => item.Kind));
        Assert.Equal(["B.Hi"], client.Table.Keys);
        using var again = rig.Read(Resuming(client), Narrow("b.*", "B.*")).With(client).Drain();
        Assert.Equal(["started"], again.Items.Select(item => item.Kind));
        using var known = rig.Read(Resuming(client) with { View = null }, Narrow("A.*")).Drain();
        Assert.Equal(["started"], known.Items.Select(item => item.Kind));
    }

    [Fact]
    public void A_position_that_was_read_with_another_filter_gets_access_and_a_snapshot()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi", "B.Hi");
        Raise(rig, "A.Hi", 1);
        Raise(rig, "B.Hi", 2);
        var filter = new AlarmRequest { References = ["A.*"], States = [AlarmState.Unacknowledged, AlarmState.Unknown] };
        using var before = rig.Read(filter).Drain();
        AlarmRequest[] others =
        [
            filter with { References = ["B.*"] }, filter with { States = [AlarmState.Unknown] }, filter with { PriorityTo = 3 },
            filter with { Areas = ["North"] },
        ];
        Assert.All(others, other =>
        {
            using var client = rig.Read(Resuming(before, other)).With(before).Drain();
            Assert.Equal(["access", "snapshotComplete"], client.Items.Select(item => item.Kind).Where(kind => kind is not ("started" or "activeAlarm")));
        });
        var same = new AlarmRequest { References = ["a.*"], States = [AlarmState.Unknown, AlarmState.Unacknowledged], Mode = StreamMode.Conflate };
        using var resumed = rig.Read(Resuming(before, same)).With(before).Drain();
        Assert.Equal(["started"], resumed.Items.Select(item => item.Kind));
    }

    [Fact]
    public void Another_session_of_the_monitor_shows_on_a_running_stream_as_changed_rights()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi");
        Raise(rig, "A.Hi", 1);
        var bound = Narrow("A.*") with { SessionId = "m", SessionTags = [] };
        using var client = rig.Read(caller: bound).Drain();
        Assert.Single(client.Table);
        rig.Reach.Session = rig.Reach.Session! with { SessionId = "another" };
        client.Drain();
        Assert.Equal(["access", "snapshotComplete"], client.Items.TakeLast(2).Select(item => item.Kind));
        Assert.Empty(client.Table);
    }

    [Theory]
    [InlineData(StreamMode.Lossless)]
    [InlineData(StreamMode.Conflate)]
    public void Rights_that_change_amid_anything_that_waits_show_nothing_of_before(StreamMode mode)
    {
        using var rig = new AlarmRig(_directory.Path, new AlarmLogOptions { MaxBatch = 1 });
        Watch(rig, "A.Hi", "B.Hi", "C.Hi");
        Raise(rig, "A.Hi", 1);
        Raise(rig, "B.Hi", 2);
        using var client = rig.Read(new AlarmRequest { Mode = mode, FlushIntervalMs = 1_000 }, Narrow("?.*")).Drain(2);
        Assert.True(client.Renew(Narrow("C.*")));
        Raise(rig, "C.Hi", 3);
        client.Drain();
        Assert.Equal(["started", "activeAlarm", "access", "activeAlarm", "snapshotComplete"], client.Items.Select(item => item.Kind));
        Assert.Equal(["C.Hi"], client.Table.Keys);
        rig.Book.Apply("C.Hi", Acked(true, 4));
        rig.Commit();
        client.Drain();
        rig.Book.Apply("C.Hi", InAlarm(false, 5));
        rig.Commit();
        client.Drain();
        Assert.True(client.Renew(Narrow("A.*")));
        client.Drain();
        Assert.Equal(["access", "activeAlarm", "snapshotComplete"], client.Items.TakeLast(3).Select(item => item.Kind));
        Assert.Equal([4L], client.Transitions.Select(one => one.Sequence));
        Assert.Equal(["A.Hi"], client.Table.Keys);
    }

    [Fact]
    public void Pages_have_every_transition_once()
    {
        using var rig = new AlarmRig(_directory.Path);
        Watch(rig, "A.Hi");
        for (var at = 1; at <= 25; at++)
        {
            rig.Book.Apply("A.Hi", InAlarm(at % 2 == 1, at));
        }

        rig.Commit();
        var read = new List<long>();
        var page = rig.Feed.Page(new AlarmRequest { After = 0 }, AlarmRig.Admin, 10);
        while (page.Transitions.Count > 0)
        {
            read.AddRange(page.Transitions.Select(one => one.Sequence));
            page = rig.Feed.Page(new AlarmRequest { After = page.Next, Epoch = page.Epoch }, AlarmRig.Admin, 10);
        }

        Assert.Equal(Enumerable.Range(1, 25).Select(one => (long)one), read);
        Assert.Single(rig.Feed.Now(new AlarmRequest(), AlarmRig.Admin).Alarms);
    }

    [Fact]
    public void A_request_that_makes_no_sense_is_refused_by_its_field()
    {
        using var rig = new AlarmRig(_directory.Path);
        AlarmRequest[] bad =
        [
            new() { After = -1 }, new() { Epoch = "e" }, new() { References = [] }, new() { References = ["a\\b"] }, new() { PriorityTo = 1_000 },
            new() { States = [] }, new() { FlushIntervalMs = -1 }, new() { View = "v" }, new() { After = 0, View = "" },
        ];
        Assert.All(bad, request => Assert.Equal(
            GatewayErrorCode.InvalidArgument, Assert.Throws<GatewayException>(() => rig.Feed.Open(request, AlarmRig.Admin)).Code));
    }

    private static Caller Narrow(params string[] globs) => new()
    {
        Subject = "eve",
        TokenId = "t",
        Scopes = [Scopes.ReadSessions],
        SessionTags = ["plant"],
        Read = new ItemGlobSet(globs),
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    private static AlarmRequest Resuming(AlarmClient before, AlarmRequest? filter = null) =>
        (filter ?? new AlarmRequest()) with { After = before.Position, Epoch = before.Epoch, View = before.View };

    private static void Watch(AlarmRig rig, params string[] references)
    {
        foreach (var reference in references)
        {
            rig.Book.Watch(reference);
            rig.Book.Apply(reference, InAlarm(false, 0));
            rig.Book.Apply(reference, Acked(true, 0));
            rig.Book.Apply(reference, On(0, 0));
        }

        rig.Commit();
    }

    private static void Raise(AlarmRig rig, string reference, int at)
    {
        rig.Book.Apply(reference, InAlarm(true, at));
        rig.Commit();
    }
}
