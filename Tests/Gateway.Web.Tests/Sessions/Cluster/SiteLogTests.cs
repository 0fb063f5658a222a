using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>What the site has in a real NATS server: its log, its directory and the leases of owners.</summary>
public sealed class SiteLogTests(NatsServer nats) : IClassFixture<NatsServer>
{
    [NatsFact]
    public async Task Two_publishers_of_one_subject_cannot_interleave()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await using var link = await rig.Host.Get<NatsConnector>().ConnectAsync(Patience.Token);
        var one = new SubjectWriter(link.Log, "s1", "e", await link.Log.ReadEndAsync("s1", Patience.Token));
        var other = new SubjectWriter(link.Log, "s1", "e", await link.Log.ReadEndAsync("s1", Patience.Token));
        await one.AppendAsync(State(1), Patience.Token);

        await Assert.ThrowsAsync<OutOfTurnException>(() => other.AppendAsync(State(2), Patience.Token));
        await one.AppendAsync(State(3), Patience.Token);
        Assert.Equal([1, 3], (await rig.Reader.ReadAsync("s1")).Select(message => message.Last));
        Assert.Equal((3L, "e", link.Log.Writer), (await link.Log.ReadEndAsync("s1", Patience.Token)) is var end ? (end.Last, end.Epoch, end.Writer) : default);
    }

    [NatsFact]
    public async Task Reading_after_any_event_begins_with_the_first_message_that_has_a_later_one()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await using var link = await rig.Host.Get<NatsConnector>().ConnectAsync(Patience.Token);
        var former = new SubjectWriter(link.Log, "s1", "former", LogPlace.Empty);
        await AppendAsync(former, 5, 40);
        var writer = new SubjectWriter(link.Log, "s1", "e", former.End);
        var other = new SubjectWriter(link.Log, "s2", "e", LogPlace.Empty);
        foreach (var last in new[] { 2, 3, 3, 7, 8, 12 })
        {
            await AppendAsync(writer, last);
            await AppendAsync(other, last, last + 1);
        }

        var messages = await rig.Reader.ReadAsync("s1");
        await rig.Reader.DeleteAsync([messages[1], messages[5]]);
        messages = await rig.Reader.ReadAsync("s1");
        var end = await link.Log.ReadEndAsync("s1", Patience.Token);
        for (var after = 0; after < 12; after++)
        {
            var begin = await link.Log.FindAsync("s1", end, after, Patience.Token);
            Assert.Equal((after, messages.First(message => message.Epoch == "e" && message.Last > after).Revision), (after, messages.First(message => message.Revision >= begin).Revision));
        }
    }

    [NatsFact]
    public async Task A_second_gateway_with_a_copy_of_the_store_is_refused_until_the_first_has_stopped()
    {
        var rig = await ClusterRig.StartAsync(nats);
        // It asks more often whether the first still has the lease.
        var own = rig.Condition.Options;
        var options = Options.Create(new ClusterOptions { Url = own.Url, Site = own.Site, Node = own.Node, LeaseSeconds = 3 });
        await rig.UntilAsync(SiteState.Publishing);
        await using var link = await rig.Host.Get<NatsConnector>().ConnectAsync(Patience.Token);
        using var logs = new RecordingLogs();
        var condition = new ClusterCondition(options, new Logger<ClusterCondition>(new LoggerFactory([logs])));
        condition.BecomeConnected("test");
        var lease = new OwnerLease(new OwnerIdentity(rig.Host.Get<GatewayStore>(), options), condition, options, TimeProvider.System);
        var taken = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var holding = lease.HoldAsync(link, taken.SetResult, stop.Token);
        await Eventually.Async(() => condition.State == SiteState.Refused, "the refusal");

        Assert.Contains("node plant", Assert.Single(condition.Faults), StringComparison.Ordinal);
        await Eventually.Async(() => logs.Lines.Any(IsRefusal), "the refusal in the log");
        Assert.Single(logs.Lines, IsRefusal);
        Assert.False(taken.Task.IsCompleted);
        await rig.DisposeAsync();
        await taken.Task.WithTimeout("the lease after the first gateway has stopped");
        Assert.Empty(condition.Faults);
        await stop.CancelAsync();
        await holding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        static bool IsRefusal(string line) => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("publishes for the same store", StringComparison.Ordinal);
    }

    [NatsFact]
    public async Task The_directory_has_a_session_from_its_opening_until_its_close()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        SiteEntry? entry = null;
        await Eventually.Async(async () => (entry = await EntryAsync(rig)) is { State: SessionState.Ready }, "the session in the directory");
        Assert.Equal((rig.Session.SessionId, "line1", "ada", "plant", "fake-epoch"), (entry!.SessionId, entry.SessionTag, entry.Owner, entry.Node, entry.Epoch));

        await rig.Host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().Find(rig.Session.SessionId)!.Life.SetTagAsync("line2");
        await Eventually.Async(async () => await EntryAsync(rig) is { SessionTag: "line2" }, "the new session tag");

        await rig.Owner.InvokeAsync(HubContract.CloseSession, rig.Session.SessionId, Patience.Token).WithTimeout("the close");
        await Eventually.Async(async () => await EntryAsync(rig) is null, "the removal");
    }

    [NatsFact]
    public async Task Sessions_that_ended_while_nats_was_away_vanish_from_the_directory()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await Eventually.Async(async () => await EntryAsync(rig) is not null, "the session in the directory");
        nats.Stop();
        try
        {
            await rig.UntilAsync(SiteState.Away);
            await rig.Owner.InvokeAsync(HubContract.CloseSession, rig.Session.SessionId, Patience.Token).WithTimeout("the close");
        }
        finally
        {
            await nats.StartAsync();
        }

        await Eventually.Async(async () => await EntryAsync(rig) is null, "the removal");
    }

    [NatsFact]
    public async Task Entries_of_sessions_that_the_gateway_does_not_have_vanish_and_those_of_other_gateways_stay()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await Eventually.Async(async () => await EntryAsync(rig) is not null, "the session in the directory");
        await using (var link = await rig.Host.Get<NatsConnector>().ConnectAsync(Patience.Token))
        {
            var entry = (await EntryAsync(rig))!;
            await link.Sessions.PutAsync("ghost", ClusterJson.Write(entry with { SessionId = "ghost" }), cancellationToken: Patience.Token);
            await link.Sessions.PutAsync("other", ClusterJson.Write(entry with { SessionId = "other", Instance = "another" }), cancellationToken: Patience.Token);
        }

        nats.Stop();
        await rig.UntilAsync(SiteState.Away);
        await nats.StartAsync();
        await Eventually.Async(async () => await EntryAsync(rig, "ghost") is null, "the removal of the entry without a session");
        Assert.NotNull(await EntryAsync(rig, "other"));
        Assert.NotNull(await EntryAsync(rig));
    }

    [NatsFact]
    public async Task A_stream_with_other_limits_gets_those_that_are_set_and_keeps_the_rest()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await rig.UntilAsync(SiteState.Publishing);
        var names = new SiteNames(rig.Site);
        var stream = await rig.Reader.Stream.GetStreamAsync(names.Stream, cancellationToken: Patience.Token);
        await rig.Reader.Stream.UpdateStreamAsync(stream.Info.Config with { MaxBytes = 5_000_000, MaxAge = TimeSpan.FromHours(2), Description = "ours" }, Patience.Token);

        await using var link = await rig.Host.Get<NatsConnector>().ConnectAsync(Patience.Token);

        await stream.RefreshAsync(Patience.Token);
        Assert.Equal((100_000_000, TimeSpan.FromHours(24), "ours"), (stream.Info.Config.MaxBytes, stream.Info.Config.MaxAge, stream.Info.Config.Description));
        Assert.Null(link.LimitsDifference);
    }

    [NatsFact]
    public async Task A_limit_that_the_server_refuses_is_named_and_publishing_goes_on()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await rig.UntilAsync(SiteState.Publishing);
        rig.Condition.Options.MaxBytes = 1L << 49;
        nats.Stop();
        await nats.StartAsync();
        await Eventually.Async(async () => (await rig.HealthAsync()).Text?.Contains("insufficient storage", StringComparison.Ordinal) is true, "the refusal in the health check");

        Assert.Equal(HealthStatus.Degraded, (await rig.HealthAsync()).Status);
        await rig.Reader.ReadWholeAsync(rig.Session.SessionId, await rig.PublishAsync(10));
    }

    [NatsFact]
    public async Task What_the_log_has_removed_because_of_its_limits_is_not_published_again()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        var before = await rig.PublishAsync(20);
        await rig.Reader.ReadWholeAsync(rig.Session.SessionId, before);
        await rig.Reader.Stream.PurgeStreamAsync(new SiteNames(rig.Site).Stream, new StreamPurgeRequest(), Patience.Token);
        var last = await rig.PublishAsync(20);

        await Eventually.Async(async () => (await rig.Reader.ReadAsync(rig.Session.SessionId)) is [.., var end] && end.Last == last, "the last event");
        Assert.Equal(before + 1, (await rig.Reader.ReadAsync(rig.Session.SessionId)).First(message => message.Kind == "events").First);
    }

    private static async Task AppendAsync(SubjectWriter writer, params long[] lasts)
    {
        foreach (var last in lasts)
        {
            await writer.AppendAsync(State(last), Patience.Token);
        }
    }

    private static LogMessage State(long last) => new(LogMessageKind.State, last);

    /// <summary>The entry as soon as the server tells of it, which it may have to be asked for again after its start.</summary>
    private async Task<SiteEntry?> EntryAsync(ClusterRig rig, string? sessionId = null)
    {
        SiteEntry? entry = null;
        await Eventually.Async(
            async () =>
            {
                try
                {
                    entry = await ReadEntryAsync(rig, sessionId ?? rig.Session.SessionId);
                    return true;
                }
                catch (NatsException)
                {
                    return false;
                }
            },
            "an answer of the directory");
        return entry;
    }

    private async Task<SiteEntry?> ReadEntryAsync(ClusterRig rig, string sessionId)
    {
        await using var connection = nats.Connect();
        try
        {
            var bucket = await new NatsKVContext(new NatsJSContext(connection)).GetStoreAsync(new SiteNames(rig.Site).Sessions, Patience.Token);
            var entry = await bucket.TryGetEntryAsync<string>(sessionId, cancellationToken: Patience.Token);
            return entry.Success ? ClusterJson.Read<SiteEntry>(entry.Value.Value) : null;
        }
        catch (NatsJSApiException error) when (error.Error.Code == 404)
        {
            // There is no directory yet.
            return null;
        }
    }
}
