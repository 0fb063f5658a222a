using System.Net;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Timelines;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Front.Api;

/// <summary>What the flight recorder tells over HTTP, and to whom.</summary>
public sealed class RecorderApiTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_session_is_explained_from_its_opening_to_its_end_and_after_it()
    {
        await using var olga = await ConnectAsync("owner");
        var session = (await GatewayHost.OpenSessionAsync(olga, null, "Tank.Level")).SessionId;
        var stream = new HubStream(olga, session, new StreamRequest { ResumeAfter = 0 });
        await stream.NextAsync<StartedItem>();
        stream.Cancel();
        await EventuallyHasAsync("owner", session, OccurrenceKind.StreamLeft);
        await olga.InvokeAsync<SessionInfo>(HubContract.CloseSession, session, Patience.Token).WithTimeout("the end of the session");

        var timeline = await ReadAsync<Timeline>("owner", session, $"session/{session}");
        Assert.Equal(
            [
                "SessionOpened", "WorkerStarted processId=4711", "WorkerReady", "SessionReady", "Command method=Register", "Command method=AddItem",
                "StreamStarted mode=lossless after=0", "StreamLeft", "SessionClosing", "WorkerExited exitCode=0", "SessionClosed",
            ],
            timeline.Entries.Select(TextOf));
        Assert.All(timeline.Entries.Where(entry => entry.Kind == OccurrenceKind.Command), entry => Assert.True(entry.Data!.ContainsKey("microseconds")));
        Assert.Equal(("olga", 0L), (timeline.Subject, timeline.Lost));
        Assert.NotNull(timeline.Ended);
        var reader = timeline.Entries.First(entry => entry.Kind == OccurrenceKind.StreamLeft);
        var kept = await ReadAsync<Timeline>("owner", session, $"stream/{reader.Id}");
        Assert.Equal([OccurrenceKind.StreamStarted, OccurrenceKind.StreamLeft], kept.Entries.Select(entry => entry.Kind));
        Assert.Equal(kept, await ReadAsync<Timeline>("owner", session, $"stream/{reader.Id!.Split('.')[0]}") with { Entries = kept.Entries });
        Assert.Equal((session, "4711"), (kept.SessionId, (await ReadAsync<Timeline>("owner", session, "worker/4711")).Id));
    }

    [Fact]
    public async Task A_connection_is_explained_with_its_token_its_refused_calls_and_its_readers()
    {
        await using var root = await ConnectAsync("admin");
        var token = await _host.MintAsync(new TokenRequest { Subject = "olga", Scopes = [Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions], Lifetime = TimeSpan.FromMinutes(2) });
        var olga = await _host.ConnectAsync(token.Token.Token);
        // A call is served only after the beginning of the connection was noted.
        var session = (await GatewayHost.OpenSessionAsync(olga, null)).SessionId;
        var connection = ConnectionOf("olga");
        await Assert.ThrowsAnyAsync<Exception>(() => olga.InvokeAsync<SessionInfo>(HubContract.KillSession, session, Patience.Token));
        var stream = new HubStream(olga, session, new StreamRequest { ResumeAfter = 0, Epoch = "another" });
        await stream.NextAsync<StartedItem>();
        await stream.NextAsync<GapItem>();
        await olga.InvokeAsync<TokenRenewal>(HubContract.RenewToken, (await _host.MintAsync(new TokenRequest { Subject = "olga", Scopes = [Scopes.ReadSessions], Lifetime = TimeSpan.FromMinutes(3) })).Token.Token, Patience.Token);
        _host.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(GatewayErrorCode.TokenExpired, await stream.EndAsync());
        await olga.DisposeAsync();
        await Eventually.Async(async () => (await ReadAsync<Timeline>("admin", session, $"connection/{connection}")).Ended is not null, "the end of the connection");

        var timeline = await ReadAsync<Timeline>("admin", session, $"connection/{connection}");
        Assert.Equal(
            [
                "Connected transport=webSockets", "Negotiated format=binary", "CallRefused code=Forbidden", "StreamStarted mode=lossless after=0",
                "Gap reason=epochChanged after=0", "TokenRenewed", "TokenEnded streamsEnded=1 code=TokenExpired", "StreamFailed code=TokenExpired", "ConnectionClosed",
            ],
            timeline.Entries.Select(TextOf));
        var gap = Assert.Single(await DumpsAsync("admin", session, 1));
        Assert.Equal((DumpCause.Gap, RecorderPart.Stream, session), (gap.Cause, gap.Part, gap.SessionId));
    }

    [Fact]
    public async Task A_lost_worker_leaves_two_dumps_that_outlive_the_session()
    {
        await using var olga = await ConnectAsync("owner");
        var session = (await GatewayHost.OpenSessionAsync(olga, null)).SessionId;
        var stream = new HubStream(olga, session, new StreamRequest());
        await stream.NextAsync<StartedItem>();
        _host.Workers.Of(session).Kill();
        Assert.Equal(GatewayErrorCode.WorkerLost, await stream.EndAsync());
        await DumpsAsync("owner", session, 2);
        await _host.Get<SessionManager>().CloseAsync(_host.Get<SessionManager>().Find(session)!, "test");

        var dumps = (await ReadAsync<DumpIndex>("owner", session, "dumps")).Dumps;
        Assert.Equal([(DumpCause.Fault, session), (DumpCause.WorkerLost, session)], dumps.Select(dump => (dump.Cause, dump.SessionId)));
        var report = await ReadAsync<DumpReport>("owner", session, $"dumps/{dumps[0].Id}");
        Assert.Equal(RecorderPart.Session, report.Timelines[0].Part);
        Assert.Contains("WorkerLost cause=pipeClosed", report.Timelines[0].Entries.Select(TextOf));
        Assert.Contains("SessionFaulted code=WorkerLost", report.Timelines[0].Entries.Select(TextOf));
        Assert.Equal([RecorderPart.Stream, RecorderPart.Session, RecorderPart.Worker], report.Timelines.Select(timeline => timeline.Part).Order());
    }

    [Fact]
    public async Task Each_caller_sees_what_it_sees_in_the_overview()
    {
        await using var olga = await ConnectAsync("owner", ["line-1"]);
        var session = (await GatewayHost.OpenSessionAsync(olga, "line-1")).SessionId;
        var olgas = await StartAsync(olga, session, new StreamRequest());
        await using var tina = await ConnectAsync("rightTag");
        // It resumes in another numbering and is told of a gap.
        var tinas = await StartAsync(tina, session, new StreamRequest { ResumeAfter = 0, Epoch = "another" });
        await EventuallyHasAsync("owner", session, OccurrenceKind.Gap);

        var all = new[] { olgas, tinas };
        Assert.Equal(all.Order(), await ReadersSeenAsync("owner", session));
        Assert.Equal(all.Order(), await ReadersSeenAsync("admin", session));
        Assert.Equal([tinas], await ReadersSeenAsync("rightTag", session));
        Assert.Empty(await ReadersSeenAsync("globbed", session));
        Assert.Equal(all.Order(), (await SeenAsync(["owner", "admin"], session, olgas, tinas)).Order());
        Assert.Equal([tinas], await SeenAsync(["rightTag"], session, olgas, tinas));
        Assert.Empty(await SeenAsync(["other", "wrongTag", "globbed", "bound"], session, olgas, tinas));
        foreach (var (kind, connections) in new (string, string[])[] { ("owner", [ConnectionOf("olga")]), ("rightTag", [ConnectionOf("tina")]), ("bound", []), ("admin", [ConnectionOf("olga"), ConnectionOf("tina")]) })
        {
            foreach (var connection in new[] { ConnectionOf("olga"), ConnectionOf("tina") })
            {
                Assert.Equal((kind, connections.Contains(connection) ? HttpStatusCode.OK : HttpStatusCode.NotFound), (kind, await StatusAsync(kind, session, $"connection/{connection}")));
            }
        }

        // The dump is of a gap of tina's reader and has rings of olga's reader and connection too.
        await DumpsAsync("rightTag", session, 1);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("rightTag", session, "dumps/1"));
        var seen = await ReadAsync<DumpReport>("rightTag", session, "dumps/1");
        Assert.All(seen.Timelines.Where(timeline => timeline.Part is RecorderPart.Stream or RecorderPart.Connection), timeline => Assert.Equal("tina", timeline.Subject));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("globbed", session, "dumps/1"));
        Assert.Empty((await ReadAsync<DumpIndex>("other", session, "dumps")).Dumps);
    }

    [Theory]
    [InlineData("session/unknown")]
    [InlineData("stream/unknown")]
    [InlineData("plant/unknown")]
    [InlineData("dumps/17")]
    [InlineData("dumps/x")]
    public async Task What_there_is_not_is_not_found(string path) => Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("admin", null, path));

    private static string TextOf(TimelineEntry entry) =>
        string.Join(' ', [$"{entry.Kind}", .. entry.Data?.Where(pair => pair.Key is not ("microseconds" or "milliseconds" or "expiresInSeconds")).Select(pair => $"{pair.Key}={pair.Value}") ?? []]);

    private string ConnectionOf(string subject) => _host.Get<FlightRecorder>().All(RecorderPart.Connection).Single(ring => ring.Heading.Subject == subject).Heading.Id;

    // Dumps are made on a thread of their own.
    private async Task<IReadOnlyList<DumpSummary>> DumpsAsync(string kind, string session, int count)
    {
        IReadOnlyList<DumpSummary> dumps = [];
        await Eventually.Async(async () => (dumps = (await ReadAsync<DumpIndex>(kind, session, "dumps")).Dumps).Count == count, $"dumps: {count}");
        return dumps;
    }

    private static async Task<string> StartAsync(HubConnection connection, string session, StreamRequest request)
    {
        var stream = new HubStream(connection, session, request);
        return $"{(await stream.NextAsync<StartedItem>()).SubscriptionId}.{session}";
    }

    private async Task<IEnumerable<string?>> ReadersSeenAsync(string kind, string session) =>
        (await ReadAsync<Timeline>(kind, session, $"session/{session}")).Entries.Where(entry => entry.Part == RecorderPart.Stream).Select(entry => entry.Id).Distinct().Order();

    private async Task<IEnumerable<string>> SeenAsync(string[] kinds, string session, params string[] readers)
    {
        var seen = new HashSet<string>();
        foreach (var kind in kinds)
        {
            foreach (var reader in readers)
            {
                if (await StatusAsync(kind, session, $"stream/{reader}") == HttpStatusCode.OK)
                {
                    seen.Add(reader);
                }
            }
        }

        return seen;
    }

    private Task EventuallyHasAsync(string kind, string session, object occurrence) => Eventually.Async(
        async () => (await ReadAsync<Timeline>(kind, session, $"session/{session}")).Entries.Any(entry => entry.Kind == (OccurrenceKind)occurrence), $"{occurrence}");

    private async Task<HubConnection> ConnectAsync(string kind, string[]? tags = null)
    {
        var request = AccessCallers.Request(kind, null);
        return await _host.ConnectAsync((await _host.MintAsync(tags is null ? request : request with { SessionTags = tags })).Token.Token);
    }

    private async Task<T> ReadAsync<T>(string kind, string? session, string path) =>
        await _host.GetAsync<T>(await AccessCallers.TokenAsync(_host, kind, session), $"/api/recorder/{path}");

    private async Task<HttpStatusCode> StatusAsync(string kind, string? session, string path)
    {
        using var response = await _host.SendAsync(await AccessCallers.TokenAsync(_host, kind, session), HttpMethod.Get, $"/api/recorder/{path}");
        return response.StatusCode;
    }
}
