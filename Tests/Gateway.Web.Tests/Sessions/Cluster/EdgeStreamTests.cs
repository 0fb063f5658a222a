using System.Globalization;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>What readers get at an edge, from a real NATS server. The class has its own server, because it stops the server.</summary>
public sealed class EdgeStreamTests(NatsServer nats) : IClassFixture<NatsServer>
{
    private static readonly StreamRequest FromTheFirst = new() { ResumeAfter = 0 };

    [NatsFact]
    public async Task An_edge_has_the_events_of_the_owner_with_their_sequences_epoch_and_bytes()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var before = await rig.Owner.PublishAsync(20);
        await rig.UntilLoggedAsync(before);
        await rig.Session.PrepareAsync(Patience.Token);
        using var reader = rig.Session.SubscribeInternal("test", FromTheFirst);
        var last = await rig.Owner.PublishAsync(20);

        Assert.Equal(ClusterRig.RowsOf(1, last), await EdgeRig.RowsAsync(reader, last));
        Assert.Equal("fake-epoch", rig.Session.Distributor.Epoch);
    }

    [NatsFact]
    public async Task A_position_of_the_owner_is_resumed_at_the_edge_and_the_other_way_round()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var first = await rig.Owner.PublishAsync(5);
        var second = await rig.Owner.PublishAsync(5);
        await rig.UntilLoggedAsync(second);

        var atEdge = rig.Stream(new StreamRequest { ResumeAfter = first, Epoch = "fake-epoch" });
        Assert.Equal((first, second), (await atEdge.NextAsync<StartedItem>()) is var started ? (started.ResumedAfter, started.Latest) : default);
        await EdgeRig.ReadAsync(atEdge, first, second);
        var third = await rig.Owner.PublishAsync(5);
        await EdgeRig.ReadAsync(atEdge, second, third);
        var atOwner = rig.StreamOfOwner(new StreamRequest { ResumeAfter = third, Epoch = "fake-epoch" });
        Assert.Equal(third, (await atOwner.NextAsync<StartedItem>()).ResumedAfter);
        await EdgeRig.ReadAsync(atOwner, third, await rig.Owner.PublishAsync(5));
    }

    [NatsFact]
    public async Task A_filter_by_reference_works_at_an_edge_because_the_log_announces_the_items()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await rig.Owner.Worker.PublishAsync(1, 2, 1, 2);
        await rig.UntilLoggedAsync(4);
        var stream = rig.Stream(FromTheFirst with { Filter = new StreamFilter { References = ["B"] } });
        await stream.NextAsync<StartedItem>();

        var item = await stream.NextAsync<EventsItem>();
        Assert.Equal([2L, 4L], item.Events.Select(one => one.Sequence));
        Assert.Equal(["A", "B"], rig.Session.Distributor.Items.Present().Select(one => one.ItemDefinition).Order());
    }

    [NatsFact]
    public async Task An_item_that_is_added_while_the_edge_reads_is_known_before_its_first_event()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var stream = rig.Stream(new StreamRequest { Filter = new StreamFilter { References = ["C"] } });
        await stream.NextAsync<StartedItem>();
        await rig.Owner.Owner.InvokeAsync<MxReply>(
            HubContract.Invoke, rig.SessionId, new MxCommand { Method = MxMethod.AddItem, ServerHandle = 1, ItemDefinition = "C" }, Patience.Token);
        var sequence = await rig.Owner.Worker.PublishAsync(3);

        Assert.Equal(sequence, Assert.Single((await stream.NextAsync<EventsItem>()).Events).Sequence);
    }

    [NatsFact]
    public async Task A_snapshot_at_an_edge_has_the_latest_value_of_each_item()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await rig.Owner.Worker.PublishAsync(1, 1, 2, 1);
        await rig.UntilLoggedAsync(4);
        var stream = rig.Stream(new StreamRequest { Snapshot = SnapshotPolicy.Always });
        await stream.NextAsync<StartedItem>();

        var snapshot = await stream.NextAsync<SnapshotItem>();
        Assert.Equal((4L, "3,4"), (snapshot.AsOf, string.Join(',', snapshot.Events.Select(one => one.Sequence))));
    }

    [NatsFact]
    public async Task A_conflating_reader_at_an_edge_gets_the_latest_event_of_each_item()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await rig.Owner.Worker.PublishAsync([.. Enumerable.Repeat(1, 50)]);
        await rig.UntilLoggedAsync(50);
        var stream = rig.Stream(FromTheFirst with { Mode = StreamMode.Conflate });
        await stream.NextAsync<StartedItem>();
        Assert.Equal(49, (await stream.NextAsync<LaggedItem>()).Conflated);

        Assert.Equal(50, Assert.Single((await stream.NextAsync<EventsItem>()).Events).Sequence);
    }

    [NatsFact]
    public async Task An_edge_reads_no_more_of_the_log_than_it_keeps_and_has_the_items_and_values_before_it_from_the_owner()
    {
        var (rig, last) = await BeginLateAsync(kept: 5);
        await using var _ = rig;

        await DemandSnapshotAsync(rig, last);
        Assert.InRange(await TakenEventsAsync(rig), 5, 6);
        using var reader = rig.Session.SubscribeInternal("test", FromTheFirst with { ResumeAfter = last - 5 });
        Assert.IsType<StartedItem>(reader.TryNext());
        Assert.Equal(last - 4, Assert.IsType<OutgoingEvents>(reader.TryNext()).First);
    }

    [NatsFact]
    public async Task An_edge_reads_the_whole_log_when_the_owner_does_not_say_what_came_before()
    {
        var (rig, last) = await BeginLateAsync(kept: 5);
        await using var _ = rig;
        await rig.Owner.StopPublishingAsync();

        await DemandSnapshotAsync(rig, last);
        Assert.True(await TakenEventsAsync(rig) >= last, "not everything was read");
    }

    [NatsFact]
    public async Task An_edge_reads_the_whole_log_when_the_connection_was_lost_while_it_asked_and_nobody_answers_then()
    {
        await using var proxy = new ChaosProxy(new Uri(nats.Url));
        var (rig, last) = await BeginLateAsync(
            kept: 5, ("Gateway:Cluster:Url", $"nats://127.0.0.1:{proxy.Url.Port}"));
        await using var _ = rig;
        await rig.Owner.StopPublishingAsync();
        await using var requests = await rig.Owner.Reader.FollowRequestsAsync(rig.Owner.Host.Get<OwnerIdentity>().Instance);
        using var stop = new CancellationTokenSource();
        var prepared = rig.Session.PrepareAsync(stop.Token);
        await requests.Msgs.ReadAsync(Patience.Token).AsTask().WithTimeout("the request");
        proxy.Cut();
        await requests.Msgs.ReadAsync(Patience.Token).AsTask().WithTimeout("the request over the new connection");
        await prepared.WithTimeout("the end of the wait").ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await Eventually.Async(() => rig.Session.Distributor.Range.Latest == last, "the log to be read");
        await DemandSnapshotAsync(rig, last);
    }

    [NatsFact]
    public async Task An_edge_that_keeps_no_events_goes_on_with_those_that_come()
    {
        var (rig, last) = await BeginLateAsync(kept: 0);
        await using var _ = rig;

        await DemandSnapshotAsync(rig, last);
        var stream = rig.Stream(new StreamRequest());
        await stream.NextAsync<StartedItem>();
        await EdgeRig.ReadAsync(stream, last, await rig.Owner.PublishAsync(3));
    }

    [NatsFact]
    public async Task What_the_log_lacks_of_what_an_edge_keeps_comes_from_the_owner()
    {
        var (rig, last) = await BeginLateAsync(kept: 10);
        await using var _ = rig;
        var messages = await rig.Owner.Reader.ReadWholeAsync(rig.SessionId, last);
        await rig.Owner.Reader.DeleteAsync(messages.Where(message => message.Last > last - 10 && message.First <= last - 4));

        await rig.Session.PrepareAsync(Patience.Token);
        using var reader = rig.Session.SubscribeInternal("test", FromTheFirst with { ResumeAfter = last - 10 });
        Assert.IsType<StartedItem>(reader.TryNext());
        for (var at = last - 10; at < last;)
        {
            var events = Assert.IsType<OutgoingEvents>(reader.TryNext());
            Assert.Equal(at + 1, events.First);
            at = events.Last;
        }
    }

    [NatsFact]
    public async Task Events_that_the_log_lacks_come_from_the_owner_with_their_bytes()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var (_, last) = await LoseAsync(rig);
        await rig.Session.PrepareAsync(Patience.Token);

        using var reader = rig.Session.SubscribeInternal("test", FromTheFirst);
        Assert.Equal(ClusterRig.RowsOf(1, last), await EdgeRig.RowsAsync(reader, last));
    }

    [NatsFact]
    public async Task Events_that_neither_the_log_nor_the_owner_has_are_a_gap_with_their_bounds()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var ((first, second), third) = await LoseAsync(rig);
        await rig.Owner.StopPublishingAsync();

        var stream = rig.Stream(FromTheFirst);
        await stream.NextAsync<StartedItem>();
        await EdgeRig.ReadAsync(stream, 0, first);
        var gap = await stream.NextAsync<GapItem>();
        Assert.Equal((GapReason.Evicted, first, second + 1, second - first), (gap.Reason, gap.RequestedAfter, gap.Oldest, gap.Missed));
        await EdgeRig.ReadAsync(stream, second, third);
    }

    [NatsFact]
    public async Task Events_that_the_log_lost_while_an_edge_was_away_come_from_the_owner_to_readers_that_wait()
    {
        var owner = await ClusterRig.StartAsync(nats);
        await using var proxy = new ChaosProxy(new Uri(nats.Url));
        await using var rig = await EdgeRig.BesideAsync(nats, owner, ("Gateway:Cluster:Url", $"nats://127.0.0.1:{proxy.Url.Port}"));
        var stream = rig.Stream(FromTheFirst);
        await stream.NextAsync<StartedItem>();
        var first = await owner.PublishAsync(3);
        await EdgeRig.ReadAsync(stream, 0, first);
        proxy.Refuse();
        await rig.UntilAsync(SiteState.Away);
        var second = await owner.PublishAsync(3);
        var lost = await owner.Reader.ReadWholeAsync(rig.SessionId, second);
        var third = await owner.PublishAsync(1);
        await rig.UntilLoggedAsync(third);
        await owner.Reader.DeleteAsync(lost.Where(message => message.First > first));
        proxy.Accept();

        var at = first;
        while (at < third)
        {
            if (await stream.NextAsync("the events") is EventsItem item)
            {
                Assert.Equal(at + 1, item.First);
                at = item.Last;
            }
        }
    }

    [NatsFact]
    public async Task What_the_log_has_removed_at_its_beginning_comes_from_the_owner()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var messages = await rig.Owner.Reader.ReadWholeAsync(rig.SessionId, await rig.Owner.PublishAsync(3));
        var last = await rig.Owner.PublishAsync(3);
        await rig.UntilLoggedAsync(last);
        await rig.Owner.Reader.DeleteThroughAsync(messages[^1]);

        var stream = rig.Stream(new StreamRequest { ResumeAfter = 1, Epoch = "fake-epoch" });
        await stream.NextAsync<StartedItem>();
        await EdgeRig.ReadAsync(stream, 1, last);
    }

    [NatsFact]
    public async Task What_neither_the_log_nor_the_owners_history_has_is_a_gap_for_who_resumes_there()
    {
        var owner = await ClusterRig.StartAsync(nats, ("Gateway:Distribution:HistoryEvents", "5"));
        await using var rig = await EdgeRig.BesideAsync(nats, owner);
        await owner.Worker.PublishAsync([.. Enumerable.Repeat(1, 10)]);
        var messages = await owner.Reader.ReadWholeAsync(rig.SessionId, 10);
        await owner.Worker.PublishAsync(1, 1, 1);
        await rig.UntilLoggedAsync(13);
        await owner.Reader.DeleteThroughAsync(messages[^1]);
        var oldest = owner.Host.Get<SessionManager>().Find(rig.SessionId)!.Distributor.Range.Oldest;

        var stream = rig.Stream(new StreamRequest { ResumeAfter = 1, Epoch = "fake-epoch" });
        await stream.NextAsync<StartedItem>();
        var gap = await stream.NextAsync<GapItem>();
        Assert.Equal((GapReason.Evicted, 1L, oldest), (gap.Reason, gap.RequestedAfter, gap.Oldest));
        Assert.InRange(oldest, 2, 13);
        await EdgeRig.ReadAsync(stream, oldest - 1, 13);
    }

    [NatsFact]
    public async Task All_events_come_from_the_owner_when_the_log_has_nothing_of_the_session_any_more()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var last = await rig.Owner.PublishAsync(4);
        var messages = await rig.Owner.Reader.ReadWholeAsync(rig.SessionId, last);
        await rig.Owner.Reader.DeleteThroughAsync(messages[^1]);

        var stream = rig.Stream(FromTheFirst);
        await stream.NextAsync<StartedItem>();
        await EdgeRig.ReadAsync(stream, 0, last);
        await EdgeRig.ReadAsync(stream, last, await rig.Owner.Worker.PublishAsync(1));
    }

    [NatsFact]
    public async Task Items_and_latest_values_that_the_log_has_removed_come_from_the_owner()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await rig.Owner.Worker.PublishAsync(1, 2);
        var messages = await rig.Owner.Reader.ReadWholeAsync(rig.SessionId, 2);
        await rig.Owner.Worker.PublishAsync(2);
        await rig.UntilLoggedAsync(3);
        await rig.Owner.Reader.DeleteThroughAsync(messages[^1]);

        var stream = rig.Stream(new StreamRequest { Snapshot = SnapshotPolicy.Always, Filter = new StreamFilter { References = ["A", "B"] } });
        await stream.NextAsync<StartedItem>();
        var snapshot = await stream.NextAsync<SnapshotItem>();
        Assert.Equal((3L, "1,3"), (snapshot.AsOf, string.Join(',', snapshot.Events.Select(one => one.Sequence))));
        Assert.Equal(["A", "B"], rig.Session.Distributor.Items.Present().Select(one => one.ItemDefinition).Order());
        await EdgeRig.ReadAsync(stream, 3, await rig.Owner.Worker.PublishAsync(1));
    }

    [NatsFact]
    public async Task A_position_is_resumed_at_an_edge_when_the_log_has_nothing_of_the_session_any_more()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var last = await rig.Owner.PublishAsync(4);
        var messages = await rig.Owner.Reader.ReadWholeAsync(rig.SessionId, last);
        await rig.Owner.Reader.DeleteThroughAsync(messages[^1]);

        var stream = rig.Stream(new StreamRequest { ResumeAfter = last, Epoch = "fake-epoch" });
        Assert.Equal((last, last), (await stream.NextAsync<StartedItem>()) is var started ? (started.ResumedAfter, started.Latest) : default);
        await EdgeRig.ReadAsync(stream, last, await rig.Owner.Worker.PublishAsync(1));
    }

    [NatsFact]
    public async Task A_log_without_its_beginning_is_served_when_the_owner_does_not_answer()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var first = await rig.Owner.PublishAsync(2);
        var messages = await rig.Owner.Reader.ReadWholeAsync(rig.SessionId, first);
        var last = await rig.Owner.PublishAsync(2);
        await rig.UntilLoggedAsync(last);
        await rig.Owner.StopPublishingAsync();
        await rig.Owner.Reader.DeleteThroughAsync(messages[^1]);

        var stream = rig.Stream(FromTheFirst);
        await stream.NextAsync<StartedItem>();
        Assert.Equal((GapReason.Evicted, first), (await stream.NextAsync<GapItem>()) is var gap ? (gap.Reason, gap.Missed) : default);
        await EdgeRig.ReadAsync(stream, first, last);
        Assert.Contains(rig.Host.Logs.Lines, line => line.Contains("its owner does not say the rest", StringComparison.Ordinal));
    }

    [NatsFact]
    public async Task An_owner_is_asked_again_when_the_connection_was_lost_before_its_answer()
    {
        var owner = await ClusterRig.StartAsync(nats);
        await using var proxy = new ChaosProxy(new Uri(nats.Url));
        (string Key, string Value)[] settings =
        [
            ("Gateway:Cluster:Url", $"nats://127.0.0.1:{proxy.Url.Port}"), ("Gateway:Cluster:AckSeconds", "60"), ("Gateway:Cluster:LeaseSeconds", "90"),
        ];
        await using var rig = await EdgeRig.BesideAsync(nats, owner, settings);
        var messages = await owner.Reader.ReadWholeAsync(rig.SessionId, await owner.PublishAsync(1));
        await owner.StopPublishingAsync();
        await owner.Reader.DeleteThroughAsync(messages[^1]);
        await using var requests = await owner.Reader.FollowRequestsAsync(owner.Host.Get<OwnerIdentity>().Instance);
        using var stop = new CancellationTokenSource();
        var prepared = rig.Session.PrepareAsync(stop.Token);

        await requests.Msgs.ReadAsync(Patience.Token).AsTask().WithTimeout("the request");
        proxy.Cut();
        await requests.Msgs.ReadAsync(Patience.Token).AsTask().WithTimeout("the request over the new connection");

        Assert.False(prepared.IsCompleted);
        await stop.CancelAsync();
        await prepared.WithTimeout("the end of the wait").ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [NatsFact]
    public async Task A_reader_goes_on_after_nats_was_restarted_without_a_gap()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        var stream = rig.Stream(FromTheFirst);
        await stream.NextAsync<StartedItem>();
        var first = await rig.Owner.PublishAsync(5);
        await EdgeRig.ReadAsync(stream, 0, first);
        nats.Stop();
        try
        {
            await rig.UntilAsync(SiteState.Away);
            Assert.Equal(WorkerState.NotAnswering, rig.Session.WorkerStatus?.State);
            await EdgeRig.StaleAsync(stream);
            await rig.Owner.PublishAsync(5);
        }
        finally
        {
            await nats.StartAsync();
        }

        var last = await rig.Owner.PublishAsync(5);
        await EdgeRig.ReadAsync(stream, first, last);
        await Eventually.Async(() => rig.Session.WorkerStatus?.State == WorkerState.Ready, "the owner to be there again");
    }

    [NatsFact]
    public async Task Events_are_dropped_when_nobody_has_read_them_for_a_while_and_fetched_again()
    {
        await using var rig = await EdgeRig.StartAsync(nats, ("Gateway:Cluster:KeepSeconds", "5"));
        var last = await rig.Owner.PublishAsync(5);
        await rig.UntilLoggedAsync(last);
        await using (var other = await rig.Host.ConnectAsync((await rig.Owner.Host.MintAsync("eve", "admin")).Token.Token))
        {
            var stream = new HubStream(other, rig.SessionId, FromTheFirst);
            await stream.NextAsync<StartedItem>();
            await EdgeRig.ReadAsync(stream, 0, last);
        }

        var session = (Gateway.Web.Sessions.Cluster.Edge.RemoteSession)rig.Session;
        await Eventually.Async(
            () =>
            {
                session.Tick();
                return session.Distributor.Range.Latest == 0;
            },
            "the events to be dropped");
        await rig.Owner.PublishAsync(1);
        var again = rig.Stream(new StreamRequest { ResumeAfter = last, Epoch = "fake-epoch" });
        await again.NextAsync<StartedItem>();
        await EdgeRig.ReadAsync(again, last, last + 1);
    }

    [NatsFact]
    public async Task A_stream_over_many_sessions_has_those_of_the_site_and_those_that_open_later()
    {
        await using var rig = await EdgeRig.StartAsync(nats);
        await rig.UntilLoggedAsync(await rig.Owner.PublishAsync(2));
        var request = new MultiSessionRequest { SessionTags = ["line1"] };
        var items = await rig.Client.StreamAsChannelAsync<MultiSessionItem>(HubContract.StreamSessions, request, Patience.Token);
        Assert.IsType<MultiSessionStartedItem>(await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the start"));
        Assert.Equal(rig.SessionId, Assert.IsType<JoinedItem>(await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the session")).Session.SessionId);
        var opened = await GatewayHost.OpenSessionAsync(rig.Owner.Owner, "line1", "A");

        MultiSessionItem item;
        do
        {
            item = await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the other session");
        }
        while (item is not JoinedItem joined || joined.Session.SessionId != opened.SessionId);
        await rig.Owner.Host.Workers.Of(opened.SessionId).PublishAsync(1);
        while (item is not RoutedItem { Item: EventsItem } routed || routed.SessionId != opened.SessionId)
        {
            item = await items.ReadAsync(Patience.Token).AsTask().WithTimeout("its event");
        }
    }

    /// <summary>An owner with one early event of the second item, and an edge that keeps fewer events than the log has and has read nothing yet.</summary>
    /// <returns>The last event, which the log has.</returns>
    private async Task<(EdgeRig Rig, long Last)> BeginLateAsync(int kept, params (string Key, string Value)[] settings)
    {
        var owner = await ClusterRig.StartAsync(nats);
        var rig = await EdgeRig.BesideAsync(nats, owner, [.. settings, ("Gateway:Distribution:HistoryEvents", $"{kept}")]);
        await owner.Worker.PublishAsync(1, 2);
        var last = 2L;
        for (var i = 0; i < 20; i++)
        {
            await rig.UntilLoggedAsync(last);
            last = await owner.Worker.PublishAsync(1);
        }

        await rig.UntilLoggedAsync(last);
        return (rig, last);
    }

    private static async Task DemandSnapshotAsync(EdgeRig rig, long last)
    {
        var stream = rig.Stream(new StreamRequest { Snapshot = SnapshotPolicy.Always, Filter = new StreamFilter { References = ["A", "B"] } });
        await stream.NextAsync<StartedItem>();
        var snapshot = await stream.NextAsync<SnapshotItem>();
        Assert.Equal((last, $"2,{last}"), (snapshot.AsOf, string.Join(',', snapshot.Events.Select(one => one.Sequence))));
    }

    /// <summary>Events that the edge has taken from the log.</summary>
    private static async Task<long> TakenEventsAsync(EdgeRig rig)
    {
        using var answer = await rig.Host.SendAsync((await rig.Owner.Host.MintAsync("eve", "admin")).Token.Token, HttpMethod.Get, "/metrics");
        var metrics = await answer.Content.ReadAsStringAsync(Patience.Token);
        var line = metrics.Split('\n').Single(line => line.StartsWith("gateway_cluster_edge_events_total", StringComparison.Ordinal));
        return long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Publishes three runs of events, of which the log then lacks the second one.</summary>
    /// <returns>The ends of the first two, and the last event.</returns>
    private static async Task<((long Before, long Through) Lost, long Last)> LoseAsync(EdgeRig rig)
    {
        var first = await rig.Owner.PublishAsync(3);
        await rig.UntilLoggedAsync(first);
        var second = await rig.Owner.PublishAsync(3);
        var messages = await rig.Owner.Reader.ReadWholeAsync(rig.SessionId, second);
        var third = await rig.Owner.PublishAsync(1);
        await rig.UntilLoggedAsync(third);
        await rig.Owner.Reader.DeleteAsync(messages.Where(message => message.First > first));
        return ((first, second), third);
    }
}
