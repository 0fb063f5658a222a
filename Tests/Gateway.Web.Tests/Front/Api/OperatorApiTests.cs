using System.Net;
using System.Net.Http.Json;
using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Front.Api;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Timelines;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Front.Api;

/// <summary>What an operator does with sessions and readers: what it causes, who may do it, and where it is recorded.</summary>
public sealed class OperatorApiTests : IAsyncLifetime
{
    private GatewayHost _host = null!;
    private HubConnection _olga = null!;
    private string _session = "";
    private string _root = "";
    private string _owner = "";

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        _root = (await _host.MintAsync("root", Scopes.Admin)).Token.Token;
        _owner = await AccessCallers.TokenAsync(_host, "owner", null);
        _olga = await _host.ConnectAsync(_owner);
        _session = (await GatewayHost.OpenSessionAsync(_olga, null)).SessionId;
    }

    public async Task DisposeAsync()
    {
        await _olga.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_that_is_ended_is_told_who_did_it_and_why_and_the_others_go_on()
    {
        var (victim, other) = (new HubStream(_olga, _session, new StreamRequest()), new HubStream(_olga, _session, new StreamRequest()));
        var reader = $"{(await victim.NextAsync<StartedItem>()).SubscriptionId}.{_session}";
        await other.NextAsync<StartedItem>();

        Assert.Equal(HttpStatusCode.OK, await PostAsync(_root, $"readers/{reader}/end", new EndReaderRequest { Reason = "It reads too much." }));

        var end = GatewayException.FromWireMessage((await Assert.ThrowsAsync<HubException>(() => victim.NextAsync<EventsItem>())).Message)!;
        Assert.Equal((GatewayErrorCode.StreamEnded, ErrorDuty.GiveUp), (end.Code, end.Duty));
        Assert.Equal("root ended the stream: It reads too much.", end.Message);
        await _host.Workers.Of(_session).PublishAsync(1);
        await other.NextAsync<EventsItem>();
        var entry = Assert.Single(await AuditAsync(AuditActions.ReaderEnded));
        Assert.Equal(("root", _session, "ok", "olga: It reads too much."), (entry.Subject, entry.SessionId, entry.Result, entry.Detail));
        await Eventually.Async(
            async () => (await _host.GetAsync<Timeline>(_root, $"/api/recorder/stream/{reader}")).Entries.Any(one => one is { Kind: OccurrenceKind.StreamFailed, Data: { } data } && data["code"] == "StreamEnded"),
            "the end in the timeline");
        await Eventually.Async(
            async () => (await _host.GetAsync<FeedPage>(_root, "/api/feed?after=0&kinds=subscriptionEnded")).Changes is [{ Data: { } data }] && data["reason"] == "StreamEnded", "the change in the feed");
    }

    [Fact]
    public async Task A_stream_over_many_sessions_is_ended_by_admins_only()
    {
        var items = await _olga.StreamAsChannelAsync<MultiSessionItem>(HubContract.StreamSessions, new MultiSessionRequest(), Patience.Token);
        await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the first item");
        var reader = "";
        await Eventually.Async(() => (reader = Reader()) != "", "the reader");

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(_owner, $"readers/{reader}/end", new EndReaderRequest()));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(_root, $"readers/{reader}/end", new EndReaderRequest()));
        var end = await Assert.ThrowsAsync<ChannelClosedException>(async () =>
        {
            while (true)
            {
                await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the end");
            }
        });
        Assert.Contains("[StreamEnded] root ended the stream.", end.InnerException!.Message, StringComparison.Ordinal);

        string Reader() => _host.Get<SessionManager>().Find(_session)!.Distributor.Sample().Readers.Select(one => one.Settings.ReaderIdIn(_session)).FirstOrDefault("");
    }

    [Theory]
    [InlineData("close", AuditActions.SessionClosed, OccurrenceKind.SessionClosed)]
    [InlineData("kill", AuditActions.SessionKilled, OccurrenceKind.SessionKilled)]
    public async Task A_session_that_is_ended_is_gone_and_its_end_is_recorded(string how, string action, object kind)
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync(_root, $"sessions/{_session}/{how}", null));

        Assert.Null(_host.Get<SessionManager>().Find(_session));
        Assert.Equal(("root", _session), Assert.Single(await AuditAsync(action)) is var entry ? (entry.Subject, entry.SessionId) : default);
        Assert.Contains((await _host.GetAsync<Timeline>(_root, $"/api/recorder/session/{_session}")).Entries, one => one.Kind == (OccurrenceKind)kind);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(_root, $"sessions/{_session}/{how}", null));
    }

    [Fact]
    public async Task A_traced_session_is_in_the_log_until_its_time_is_over_and_no_other_session_is()
    {
        var other = (await GatewayHost.OpenSessionAsync(_olga, null)).SessionId;
        await PingAsync(_session);
        Assert.Empty(Traced());

        using (var response = await _host.SendAsync(_root, HttpMethod.Post, $"/api/sessions/{_session}/trace", new TraceRequest()))
        {
            var traced = (await response.Content.ReadFromJsonAsync<TracedSession>(GatewayJson.Options, Patience.Token))!;
            Assert.Equal(TimeSpan.FromMinutes(10), traced.Until - _host.Clock.GetUtcNow().UtcDateTime);
        }

        await PingAsync(_session);
        await PingAsync(other);
        Assert.Equal([$"Session {_session} SessionTraced minutes 10", $"Session {_session} Command method Ping"], Traced());
        Assert.Single(await AuditAsync(AuditActions.SessionTraced));

        _host.Clock.Advance(TimeSpan.FromMinutes(10));
        await PingAsync(_session);
        Assert.Equal(2, Traced().Count());
        await PostAsync(_root, $"sessions/{_session}/trace", new TraceRequest { Minutes = 60 });
        await PostAsync(_root, $"sessions/{_session}/trace", new TraceRequest { Minutes = 0 });
        var before = Traced().Count();
        await PingAsync(_session);
        Assert.Equal(before, Traced().Count());
    }

    [Fact]
    public async Task The_change_feed_tells_when_a_trace_is_switched_on_and_off()
    {
        await PostAsync(_root, $"sessions/{_session}/trace", new TraceRequest { Minutes = 5 });
        await PostAsync(_root, $"sessions/{_session}/trace", new TraceRequest { Minutes = 0 });

        FeedChange[] changes = [];
        await Eventually.Async(async () => (changes = [.. (await _host.GetAsync<FeedPage>(_owner, "/api/feed?after=0&kinds=sessionTraced")).Changes]).Length == 2, "two changes");
        Assert.All(changes, change => Assert.Equal(("root", _session), (change.Subject, change.SessionId)));
        Assert.Equal(["5", "0"], changes.Select(change => change.Data!["minutes"]));
    }

    [Fact]
    public async Task A_reader_of_the_change_feed_has_a_row_and_a_timeline_and_is_ended_by_admins_only()
    {
        var items = await _olga.StreamAsChannelAsync<FeedItem>(HubContract.StreamFeed, new FeedRequest { After = 0 }, Patience.Token);
        await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the first item");
        OverviewReader? reader = null;
        await Eventually.Async(async () => (reader = await ReaderAsync(_root)) is not null, "the row of the reader");

        Assert.Equal(("olga", "", "messagepack"), (reader!.Subject, reader.SessionId, reader.Protocol));
        Assert.Equal(reader.ReaderId, (await ReaderAsync(_owner))?.ReaderId);
        Assert.Null(await ReaderAsync((await _host.MintAsync("eve", Scopes.ReadSessions, Scopes.AllSessions)).Token.Token));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(_owner, $"readers/{reader.ReaderId}/end", new EndReaderRequest()));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(_root, $"readers/{reader.ReaderId}/end", new EndReaderRequest { Reason = "Enough." }));
        var end = await Assert.ThrowsAsync<ChannelClosedException>(async () =>
        {
            while (true)
            {
                await items.ReadAsync(Patience.Token).AsTask().WithTimeout("the end");
            }
        });
        Assert.Contains("[StreamEnded] root ended the stream: Enough.", end.InnerException!.Message, StringComparison.Ordinal);
        await Eventually.Async(
            async () => (await _host.GetAsync<Timeline>(_owner, $"/api/recorder/stream/{reader.ReaderId}")).Entries.Select(one => one.Kind).SequenceEqual([OccurrenceKind.StreamStarted, OccurrenceKind.StreamFailed]),
            "the timeline of the reader");
        Assert.Equal(("olga: Enough.", null), Assert.Single(await AuditAsync(AuditActions.ReaderEnded)) is var entry ? (entry.Detail, entry.SessionId) : default);

        async Task<OverviewReader?> ReaderAsync(string token)
        {
            // The figures of a status are at most one second old.
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            return (await _host.GetAsync<GatewayStatus>(token, "/api/status")).Readers.FirstOrDefault(one => one.Kind == ReaderKind.Changes);
        }
    }

    [Fact]
    public async Task A_trace_writes_at_most_so_many_lines()
    {
        await PostAsync(_root, $"sessions/{_session}/trace", new TraceRequest());
        var ring = _host.Get<SessionManager>().Find(_session)!.Ring;
        for (var i = 0; i < OccurrenceRing.MostTraceLines + 100; i++)
        {
            ring.Note(OccurrenceKind.Command);
        }

        Assert.Equal(OccurrenceRing.MostTraceLines, Traced().Count());
    }

    [Theory]
    [InlineData("readers/{reader}/end", "{\"reason\":\"\"}", HttpStatusCode.BadRequest)]
    [InlineData("readers/{reader}/end", "{\"reason\":\"a\\nb\"}", HttpStatusCode.BadRequest)]
    [InlineData("readers/none.{session}/end", "{}", HttpStatusCode.NotFound)]
    [InlineData("readers/none/end", "{}", HttpStatusCode.NotFound)]
    [InlineData("sessions/{session}/trace", "{\"minutes\":61}", HttpStatusCode.BadRequest)]
    [InlineData("sessions/{session}/trace", "{\"minutes\":-1}", HttpStatusCode.BadRequest)]
    public async Task What_is_not_valid_is_refused(string path, string body, HttpStatusCode expected)
    {
        var stream = new HubStream(_olga, _session, new StreamRequest());
        var reader = $"{(await stream.NextAsync<StartedItem>()).SubscriptionId}.{_session}";
        using var response = await _host.SendAsync(
            _root, HttpMethod.Post, $"/api/{path.Replace("{reader}", reader, StringComparison.Ordinal).Replace("{session}", _session, StringComparison.Ordinal)}", System.Text.Json.JsonDocument.Parse(body).RootElement);
        Assert.Equal(expected, response.StatusCode);
    }

    private IEnumerable<string> Traced() => _host.Logs.Lines.Where(line => line.Contains("[1751]", StringComparison.Ordinal))
        .Select(line => line.Split($"session {_session}: ")[1].Split(", microseconds")[0].TrimEnd());

    private Task<MxReply> PingAsync(string session) =>
        _olga.InvokeAsync<MxReply>(HubContract.Invoke, session, new MxCommand { Method = MxMethod.Ping }, Patience.Token).WithTimeout("a reply");

    private async Task<HttpStatusCode> PostAsync(string token, string path, object? body)
    {
        using var response = await _host.SendAsync(token, HttpMethod.Post, $"/api/{path}", body);
        return response.StatusCode;
    }

    private async Task<IEnumerable<AuditItem>> AuditAsync(string action) => (await _host.GetAsync<AuditPage>(_root, "/api/audit")).Items.Where(item => item.Action == action);
}
