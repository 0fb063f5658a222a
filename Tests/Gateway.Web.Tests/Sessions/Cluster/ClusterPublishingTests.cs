using System.Text;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Platform.Logging;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>A gateway publishes its sessions to a real NATS server. The class has its own server, because it stops the server.</summary>
public sealed class ClusterPublishingTests(NatsServer nats) : IClassFixture<NatsServer>
{
    [NatsFact]
    public async Task Messages_with_events_of_a_session_are_apart_by_the_interval_that_is_set()
    {
        var interval = TimeSpan.FromMilliseconds(500);
        await using var rig = await ClusterRig.StartAsync(nats, ("Gateway:Cluster:PublishIntervalMs", "500"));
        await rig.UntilAsync(SiteState.Publishing);
        var stream = new HubStream(rig.Owner, rig.Session.SessionId, new StreamRequest());
        await stream.NextAsync<StartedItem>();
        var began = TimeProvider.System.GetTimestamp();
        var last = 0L;
        for (var i = 0; i < 100; i++)
        {
            last = await rig.Worker.PublishAsync(1);
            // The publisher has had time too.
            await stream.NextAsync<EventsItem>();
        }

        var published = TimeProvider.System.GetElapsedTime(began);
        var messages = await rig.Reader.ReadWholeAsync(rig.Session.SessionId, last);
        // One at the beginning, one for each interval, and what is left at the end.
        Assert.InRange(messages.Count, 1, (int)(published / interval) + 3);
    }

    [NatsFact]
    public async Task Every_event_is_in_the_log_once_and_in_order_with_the_bytes_of_the_worker()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        var last = await rig.PublishAsync(300);

        var messages = await rig.Reader.ReadWholeAsync(rig.Session.SessionId, last);

        Assert.All(messages, message => Assert.Equal(("events", "fake-epoch", "1"), (message.Kind, message.Epoch, message.Head["Gateway-Format"])));
        Assert.Equal(ClusterRig.RowsOf(1, last), messages.SelectMany(message => message.Body));
        await Eventually.Async(async () => await rig.HealthAsync() == (HealthStatus.Healthy, null), "good health, when the last message is acknowledged");
    }

    [NatsFact]
    public async Task Items_are_announced_before_their_events_and_the_end_of_the_session_after_them()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await rig.PublishAsync(3);
        await rig.Owner.InvokeAsync(HubContract.CloseSession, rig.Session.SessionId, Patience.Token).WithTimeout("the close");
        List<LoggedMessage> messages = [];
        await Eventually.Async(
            async () => (messages = await rig.Reader.ReadAsync(rig.Session.SessionId)) is [.., { Kind: "state" } end] && Encoding.UTF8.GetString(end.Body).Contains("closed", StringComparison.OrdinalIgnoreCase),
            "the end of the session in the log");

        var announced = messages.TakeWhile(message => message.Kind != "events").Where(message => message.Kind == "items")
            .SelectMany(message => WireSerializer.Deserialize<StateFrame>(message.Body).Items);
        Assert.Equal(["A", "B"], announced.Select(item => item.ItemDefinition).Order());
        Assert.Single(messages, message => message.Kind == "state" && Encoding.UTF8.GetString(message.Body).Contains("closed", StringComparison.OrdinalIgnoreCase));
    }

    [NatsFact]
    public async Task Events_that_are_raised_while_nats_is_away_are_published_when_it_is_back()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await rig.Reader.ReadWholeAsync(rig.Session.SessionId, await rig.PublishAsync(50));
        nats.Stop();
        try
        {
            await rig.PublishAsync(50);
            await rig.UntilAsync(SiteState.Away);
            await rig.PublishAsync(50);
            Assert.Equal(HealthStatus.Degraded, (await rig.HealthAsync()).Status);
            await Eventually.Async(() => rig.Host.Logs.Lines.Any(line => line.Contains($"[{EventIds.Cluster + 1}]", StringComparison.Ordinal)), "the loss in the log");
        }
        finally
        {
            await nats.StartAsync();
        }

        var last = await rig.PublishAsync(50);
        var messages = await rig.Reader.ReadWholeAsync(rig.Session.SessionId, last);
        Assert.Equal(ClusterRig.RowsOf(1, last), messages.SelectMany(message => message.Body));
    }

    [NatsFact]
    public async Task Nats_that_stops_and_starts_in_the_middle_of_events_costs_none_and_doubles_none()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        for (var i = 0; i < 3; i++)
        {
            await rig.UntilAsync(SiteState.Publishing);
            var publishing = rig.PublishAsync(2_000);
            nats.Stop();
            await publishing;
            await nats.StartAsync();
        }

        var last = await rig.PublishAsync(1);
        var messages = await rig.Reader.ReadWholeAsync(rig.Session.SessionId, last);
        Assert.Equal(ClusterRig.RowsOf(1, last), messages.SelectMany(message => message.Body));
    }

    [NatsFact]
    public async Task Events_that_history_has_lost_are_one_gap_with_its_true_bounds()
    {
        await using var rig = await ClusterRig.StartAsync(nats, ("Gateway:Distribution:HistoryEvents", "20"));
        var before = await rig.PublishAsync(1);
        await rig.Reader.ReadWholeAsync(rig.Session.SessionId, before);
        nats.Stop();
        long last;
        try
        {
            await rig.UntilAsync(SiteState.Away);
            last = await rig.PublishAsync(200);
            // What the worker sends is in the history a moment later.
            var session = rig.Host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().Find(rig.Session.SessionId)!;
            await Eventually.Async(() => session.Distributor.Range.Latest == last, "the last event");
            before = session.Distributor.EvictedThrough;
        }
        finally
        {
            await nats.StartAsync();
        }

        var messages = await rig.Reader.ReadWholeAsync(rig.Session.SessionId, last);
        var gap = Assert.Single(messages, message => message.Kind == "gap");
        Assert.Equal((2L, before, "evicted"), (gap.First, gap.Last, gap.Head["Gateway-Reason"]));
        Assert.Equal(ClusterRig.RowsOf(before + 1, last), messages.SkipWhile(message => message != gap).Skip(1).SelectMany(message => message.Body));
    }

    [NatsFact]
    public async Task A_wrong_password_costs_sessions_nothing_and_health_says_what_is_wrong()
    {
        await using var rig = await ClusterRig.StartAsync(nats, ("Gateway:Cluster:Password", "not-the-password"));
        await Eventually.Async(async () => (await rig.HealthAsync()).Text?.Contains("Authorization Violation", StringComparison.Ordinal) is true, "the reason");

        Assert.Equal(HealthStatus.Degraded, (await rig.HealthAsync()).Status);
        Assert.Equal(2, await rig.Worker.PublishAsync(1, 2));
        Assert.DoesNotContain("not-the-password", rig.Host.Get<EffectiveConfiguration>().ToJson().ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Host.Logs.Lines, line => line.Contains("not-the-password", StringComparison.Ordinal));
    }

    [NatsFact]
    public async Task More_replicas_than_nats_has_servers_are_told()
    {
        await using var rig = await ClusterRig.StartAsync(nats, ("Gateway:Cluster:Replicas", "3"));

        await Eventually.Async(async () => (await rig.HealthAsync()).Text?.Contains("replicas > 1 not supported", StringComparison.Ordinal) is true, "the reason");
        Assert.Equal(HealthStatus.Degraded, (await rig.HealthAsync()).Status);
    }

    [NatsFact]
    public async Task A_server_that_cannot_be_reached_costs_sessions_nothing_and_health_says_so()
    {
        await using var rig = await ClusterRig.StartAsync(nats, ("Gateway:Cluster:Url", $"nats://127.0.0.1:{FreePort.Next()}"));
        await Eventually.Async(async () => (await rig.HealthAsync()).Text?.Contains("can not connect", StringComparison.Ordinal) is true, "the reason");

        Assert.Equal(2, await rig.Worker.PublishAsync(1, 2));
    }
}
