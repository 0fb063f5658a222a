using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>The overview as a client of Microsoft's gets it, in both protocols, and as a script gets it.</summary>
public sealed class OverviewHubTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public static TheoryData<bool> Protocols => new() { false, true };

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync(
        ("Gateway:Overview:MaxWatchers", "2"), ("Gateway:Overview:SampleIntervalMs", "200"), ("Gateway:Distribution:MaxSubscriptionsPerSession", "1"),
        ("Gateway:Distribution:MaxObserversPerSession", "1"));

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task It_tells_the_whole_and_then_what_changes(bool packed)
    {
        await using var ada = await ConnectAsync(packed, "ada", Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions);
        await using var root = await ConnectAsync(packed, "root", Scopes.Admin);
        await using var overview = await new HubOverview(root).WholeAsync();
        Assert.Empty(overview.Sessions);
        Assert.Equal(Environment.ProcessId, overview.Process!.ProcessId);

        var session = (await OpenAsync(ada)).SessionId;
        var stream = new HubStream(ada, session, new StreamRequest { Filter = new StreamFilter { MinimumQuality = 64 }, ResumeAfter = 0 });
        await stream.NextAsync<StartedItem>();
        await _host.Workers.Of(session).PublishAsync(1, 2, 3);
        await stream.NextAsync<EventsItem>();
        await overview.UntilAsync(
            seen => seen.ReaderLoads.Values.Any(load => load is { Position: 3, Delivered: 3 }) && seen.SessionLoads.Values.Any(load => load.LatestSequence == 3),
            "the session and its reader at their positions");

        var (facts, load) = (Assert.Single(overview.Sessions).Value, Assert.Single(overview.SessionLoads).Value);
        Assert.Equal(("ada", "hall3-pc7", "order-1", SessionState.Ready, 4711), (facts.Owner, facts.ClientIdentity, facts.CorrelationId, facts.State, facts.WorkerProcessId));
        Assert.Equal((1, 3L, 3L), (load.Readers, load.LatestSequence, load.HistoryEvents));
        var reader = Assert.Single(overview.Readers).Value;
        Assert.Equal(("ada", "127.0.0.1", "SignalR .NET", "webSockets"), (reader.Subject, reader.RemoteAddress?.Replace("::ffff:", "", StringComparison.Ordinal), reader.Client, reader.Transport));
        Assert.Equal((packed ? "messagepack" : "json", "quality from 64", 0L, StreamMode.Lossless), (reader.Protocol, reader.Filter, reader.ResumedAfter, reader.Mode));
        Assert.NotNull(reader.TokenExpiresAt);
        await overview.UntilAsync(seen => seen.Health.Any(result => result is { Name: "store", State: HealthState.Healthy }), "the health of the store");

        stream.Cancel();
        await overview.UntilAsync(seen => seen.Readers.Count == 0, "the end of the reader");
        await _host.Get<SessionManager>().CloseAsync(_host.Get<SessionManager>().Find(session)!, "test");
        await overview.UntilAsync(seen => seen.Sessions.Count == 0, "the end of the session");
    }

    [Fact]
    public async Task Changed_rights_begin_the_whole_again_and_lost_rights_end_the_stream()
    {
        await using var ada = await ConnectAsync(true, "ada", Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions);
        var session = (await OpenAsync(ada)).SessionId;
        await using var root = await ConnectAsync(true, "root", Scopes.Admin);
        await using var overview = await new HubOverview(root).WholeAsync();
        Assert.Contains(session, overview.Sessions.Keys);

        await RenewAsync(root, Scopes.ReadSessions);
        while (await overview.NextAsync("the change of rights") is OverviewChangesItem)
        {
            // Samples of before.
        }

        await overview.WholeAsync();
        Assert.Empty(overview.Sessions);
        Assert.Null(overview.Process);

        await RenewAsync(root, Scopes.WriteSessions);
        Assert.Equal(GatewayErrorCode.Forbidden, (await Assert.ThrowsAsync<GatewayException>(() => overview.UntilAsync(_ => false, "the end"))).Code);
    }

    [Fact]
    public async Task A_fault_stays_when_its_session_is_gone()
    {
        await using var ada = await ConnectAsync(true, "ada", Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions);
        var session = (await OpenAsync(ada)).SessionId;
        _host.Workers.Of(session).Kill();
        var found = _host.Get<SessionManager>().Find(session)!;
        await Eventually.Async(() => found.Status.State == SessionState.Faulted, "the fault");
        await _host.Get<SessionManager>().CloseAsync(found, "test");

        var token = (await _host.MintAsync("ada", Scopes.ReadSessions)).Token.Token;
        var status = await _host.GetAsync<GatewayStatus>(token, "/api/status");

        Assert.Empty(status.Sessions);
        Assert.Equal(("WorkerLost", session, 1L), Assert.Single(status.Faults) is var fault ? (fault.Code, fault.SessionId, fault.Id) : default);
        Assert.Null(status.Process);
        Assert.NotEmpty((await _host.GetAsync<GatewayStatus>((await _host.MintAsync("root", Scopes.Admin)).Token.Token, "/api/status")).Health);
    }

    [Fact]
    public async Task There_are_at_most_so_many_streams_and_a_stream_that_ended_makes_room()
    {
        await using var root = await ConnectAsync(true, "root", Scopes.Admin);
        await using var first = await new HubOverview(root).WholeAsync();
        await using (await new HubOverview(root).WholeAsync())
        {
            await using var surplus = new HubOverview(root);
            Assert.Equal(GatewayErrorCode.TooManySubscribers, (await Assert.ThrowsAsync<GatewayException>(() => surplus.NextAsync())).Code);
        }

        await Eventually.Async(async () =>
        {
            try
            {
                await using var again = await new HubOverview(root).WholeAsync();
                return true;
            }
            catch (GatewayException)
            {
                return false;
            }
        }, "room for another stream");
    }

    [Theory]
    [InlineData(999)]
    [InlineData(60_001)]
    public async Task An_interval_beyond_its_bounds_is_refused(int intervalMs)
    {
        await using var root = await ConnectAsync(true, "root", Scopes.Admin);
        await using var overview = new HubOverview(root, new OverviewRequest { IntervalMs = intervalMs });
        Assert.Equal(GatewayErrorCode.InvalidArgument, (await Assert.ThrowsAsync<GatewayException>(() => overview.NextAsync())).Code);
    }

    [Fact]
    public async Task An_observer_keeps_no_client_out_and_must_be_conflated()
    {
        await using var ada = await ConnectAsync(true, "ada", Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions);
        var session = (await OpenAsync(ada)).SessionId;
        var observer = new HubStream(ada, session, new StreamRequest { Observer = true, Mode = StreamMode.Conflate });
        var started = await observer.NextAsync<StartedItem>();
        await new HubStream(ada, session, new StreamRequest()).NextAsync<StartedItem>();

        Assert.Equal(GatewayErrorCode.TooManySubscribers, await new HubStream(ada, session, new StreamRequest()).EndAsync());
        Assert.Equal(GatewayErrorCode.TooManySubscribers, await new HubStream(ada, session, new StreamRequest { Observer = true, Mode = StreamMode.Conflate }).EndAsync());
        Assert.Equal(GatewayErrorCode.InvalidArgument, await new HubStream(ada, session, new StreamRequest { Observer = true }).EndAsync());
        var update = await Assert.ThrowsAsync<HubException>(() => ada.InvokeAsync<StreamSettings>(HubContract.UpdateStream, started.SubscriptionId, new StreamSettings(), Patience.Token));
        Assert.Contains("conflate", update.Message, StringComparison.Ordinal);
        var info = await ada.InvokeAsync<SessionInfo>(HubContract.GetSession, session, Patience.Token);
        Assert.Single(info.Subscriptions);
        Assert.Equal(("hall3-pc7", "order-1"), (info.ClientIdentity, info.CorrelationId));
        Assert.NotNull(info.LastActivityAt);
    }

    private async Task<HubConnection> ConnectAsync(bool packed, string subject, params string[] scopes) =>
        await _host.ConnectOverAsync(HttpTransportType.WebSockets, packed, (await _host.MintAsync(subject, scopes)).Token.Token);

    private async Task RenewAsync(HubConnection root, string scope) =>
        await root.InvokeAsync<TokenRenewal>(HubContract.RenewToken, (await _host.MintAsync("root", scope)).Token.Token, Patience.Token).WithTimeout("a renewal");

    private static Task<SessionInfo> OpenAsync(HubConnection owner) => owner.InvokeAsync<SessionInfo>(
        HubContract.OpenSession, new OpenSessionRequest { ClientIdentity = "hall3-pc7", CorrelationId = "order-1" }, Patience.Token).WithTimeout("a session");
}
