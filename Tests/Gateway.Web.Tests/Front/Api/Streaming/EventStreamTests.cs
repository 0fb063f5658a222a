using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Front.Api.Streaming;

/// <summary>The events of a session over HTTP, on a real server: what a script and a browser's EventSource rely on.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private static readonly string[] Rights = [Scopes.ReadSessions];

    private GatewayHost _host = null!;
    private HubConnection _owner = null!;
    private string _session = "";

    private string Path => $"/api/sessions/{_session}/events";

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        await _owner.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(null, ScriptStream.Lines)]
    [InlineData("*/*", ScriptStream.Lines)]
    [InlineData("text/html, application/json;q=0.9, */*;q=0.1", ScriptStream.Lines)]
    [InlineData(ScriptStream.Events, ScriptStream.Events)]
    [InlineData("application/x-ndjson;q=0.5, text/event-stream", ScriptStream.Events)]
    public async Task A_stream_comes_in_the_form_that_the_request_prefers_with_the_names_of_the_items(string? accept, string expected)
    {
        await using var stream = await OpenAsync("", await TokenAsync(), accept);
        Assert.Equal((HttpStatusCode.OK, expected), (stream.Status, stream.ContentType));
        var started = await stream.NextAsync("started");
        await Worker.PublishAsync(1, 2);
        var events = await stream.NextAsync("events");
        Assert.Equal(["Tank101.Level", "Pump101.Speed"], events.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("item").GetString()));
        Assert.Equal("OnDataChange", events.GetProperty("events")[0].GetProperty("family").GetString());
        Assert.Equal($"{started.GetProperty("epoch").GetString()}:2", events.GetProperty("position").GetString());
        Assert.Equal(expected == ScriptStream.Events ? events.GetProperty("position").GetString() : null, stream.LastEventId);
    }

    [Fact]
    public async Task An_accepted_type_that_the_stream_does_not_have_is_refused()
    {
        await using var stream = await OpenAsync("", await TokenAsync(), "text/html");
        Assert.Equal((HttpStatusCode.BadRequest, nameof(GatewayErrorCode.InvalidArgument)), (stream.Status, await stream.CodeAsync()));
    }

    [Theory]
    [InlineData(ScriptStream.Lines)]
    [InlineData(ScriptStream.Events)]
    public async Task A_stream_that_was_cut_continues_exactly_after_its_last_position(string accept)
    {
        var token = await TokenAsync();
        string? position;
        await using (var first = await OpenAsync("?after=0&maxBatch=1", token, accept))
        {
            await Worker.PublishAsync(1, 2, 1, 2, 1, 2);
            Assert.Equal([1, 2], await first.SequencesAsync(2));
            position = (await first.NextAsync("events")).GetProperty("position").GetString();
        }

        await Eventually.Async(() => Readers == 0, "the end of the first stream");
        await Worker.PublishAsync(1, 2);
        await using var second = accept == ScriptStream.Lines
            ? await OpenAsync($"?after={position}", token, accept)
            : await OpenAsync("?after=0&maxBatch=1", token, accept, lastEventId: position);
        Assert.Equal(position, (await second.NextAsync("started")).GetProperty("position").GetString());
        Assert.Equal([4, 5, 6, 7, 8], await second.SequencesAsync(5));
    }

    [Fact]
    public async Task A_stream_that_is_cut_before_its_first_event_continues_from_where_it_began()
    {
        var token = await TokenAsync();
        await Worker.PublishAsync(1, 2);
        await Eventually.Async(() => Latest == 2, "the events");
        string? position;
        await using (var first = await OpenAsync("", token))
        {
            position = (await first.NextAsync("started")).GetProperty("position").GetString();
        }

        await Worker.PublishAsync(1);
        await using var second = await OpenAsync($"?after={position}", token);
        Assert.Equal([3], await second.SequencesAsync(1));
    }

    [Fact]
    public async Task A_position_of_another_epoch_gives_a_gap_and_the_position_holds_until_then()
    {
        await Worker.PublishAsync(1, 2, 1);
        await Eventually.Async(() => Latest == 3, "the events");
        await using var stream = await OpenAsync("?after=other:7", await TokenAsync(), ScriptStream.Events);
        var started = await stream.NextAsync("started");
        Assert.False(started.TryGetProperty("position", out _));
        Assert.Null(stream.LastEventId);
        var gap = await stream.NextAsync("gap");
        Assert.Equal(("epochChanged", $"{Worker.Epoch}:0"), (gap.GetProperty("reason").GetString(), gap.GetProperty("position").GetString()));
        Assert.Equal([1, 2, 3], await stream.SequencesAsync(3));
    }

    [Fact]
    public async Task A_snapshot_comes_before_the_events_after_it_and_there_is_no_position_before_it()
    {
        await Worker.PublishAsync(1, 2, 1);
        await Eventually.Async(() => Latest == 3, "the events");
        await using var stream = await OpenAsync("?snapshot=always&item=tank*", await TokenAsync());
        Assert.False((await stream.NextAsync("started")).TryGetProperty("position", out _));
        var snapshot = await stream.NextAsync("snapshot");
        Assert.Equal((3, $"{Worker.Epoch}:3"), (snapshot.GetProperty("asOf").GetInt64(), snapshot.GetProperty("position").GetString()));
        Assert.Equal(("Tank101.Level", 3), Assert.Single(snapshot.GetProperty("events").EnumerateArray()) is var one ? (one.GetProperty("item").GetString(), one.GetProperty("sequence").GetInt64()) : default);
        await Worker.PublishAsync(2, 1);
        Assert.Equal([5], await stream.SequencesAsync(1));
    }

    [Theory]
    [InlineData("?after=x")]
    [InlineData("?after=:4")]
    [InlineData("?after=a:4:b")]
    [InlineData("?mode=fast")]
    [InlineData("?family=OnFire")]
    [InlineData("?minimumQuality=7")]
    [InlineData("?flushIntervalMs=-1")]
    public async Task A_wrong_query_is_a_problem_before_anything_is_written(string query)
    {
        await using var stream = await OpenAsync(query, await TokenAsync());
        Assert.Equal((HttpStatusCode.BadRequest, nameof(GatewayErrorCode.InvalidArgument)), (stream.Status, await stream.CodeAsync()));
    }

    [Fact]
    public async Task Rights_and_limits_of_the_hub_are_answers_with_their_status()
    {
        await using var other = await OpenAsync("", await TokenAsync(new() { Subject = "walt", Scopes = Rights, SessionTags = ["line-2"], Lifetime = TimeSpan.FromHours(1) }));
        Assert.Equal((HttpStatusCode.NotFound, nameof(GatewayErrorCode.SessionNotFound)), (other.Status, await other.CodeAsync()));
        await using var mute = await OpenAsync("", (await _host.MintAsync("olga", Scopes.OpenSessions)).Token.Token);
        Assert.Equal((HttpStatusCode.Forbidden, nameof(GatewayErrorCode.Forbidden)), (mute.Status, await mute.CodeAsync()));
        await RestartAsync(("Gateway:Distribution:MaxSubscriptionsPerSession", "1"));
        await using var one = await OpenAsync("", await TokenAsync());
        await one.NextAsync("started");
        await using var two = await OpenAsync("", await TokenAsync());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, nameof(GatewayErrorCode.TooManySubscribers)), (two.Status, await two.CodeAsync()));
    }

    [Fact]
    public async Task A_token_in_the_address_is_accepted_for_streams_only()
    {
        var token = await TokenAsync();
        await using var stream = await OpenAsync($"?access_token={token}", null, ScriptStream.Events);
        Assert.Equal(HttpStatusCode.OK, stream.Status);
        await using var twice = await OpenAsync($"?access_token={token}&access_token={token}", null, ScriptStream.Events);
        Assert.Equal(HttpStatusCode.Unauthorized, twice.Status);
        foreach (var path in new[] { "/api/sessions", $"/api/sessions/{_session}", $"/api/sessions/{_session}/values", "/api/alarms", "/api/me" })
        {
            using var refused = await _host.SendAsync(null, HttpMethod.Get, $"{path}?access_token={token}");
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, refused.StatusCode));
        }
    }

    [Fact]
    public async Task A_revocation_an_expiry_and_another_tag_end_the_stream_with_their_code()
    {
        var minted = await MintAsync(Reader("line-1"));
        await using var revoked = await OpenAsync("", minted.Token.Token);
        await revoked.NextAsync("started");
        var admin = await _host.MintAsync("root", Scopes.Admin);
        using var answer = await _host.SendAsync(admin.Token.Token, HttpMethod.Delete, $"/api/tokens/{minted.Token.TokenId}");
        Assert.Equal("TokenRevoked", await EndAsync(revoked));

        await using var retagged = await OpenAsync("", await TokenAsync(), ScriptStream.Events);
        await retagged.NextAsync("started");
        await _owner.InvokeAsync<SessionInfo>(HubContract.SetSessionTag, _session, "line-2", Patience.Token).WithTimeout("another tag");
        Assert.Equal("SessionNotFound", await EndAsync(retagged));

        await using var expiring = await OpenAsync("", await TokenAsync(Reader("line-2")));
        await expiring.NextAsync("started");
        _host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("TokenExpired", await EndAsync(expiring));
        await Eventually.Async(() => _host.Get<CallerRegistry>().Count == 1, "the callers of the three requests to be gone");
    }

    [Fact]
    public async Task Items_outside_the_globs_of_the_token_never_leave()
    {
        await using var stream = await OpenAsync("?after=0", await TokenAsync(Reader("line-1") with { Read = ["Pump*"] }));
        await Worker.PublishAsync(1, 2, 1);
        var events = await stream.NextAsync("events");
        Assert.Equal("Pump101.Speed", Assert.Single(events.GetProperty("events").EnumerateArray()).GetProperty("item").GetString());
    }

    [Fact]
    public async Task The_end_of_the_session_ends_the_stream_without_a_code_and_the_stop_of_the_gateway_with_one()
    {
        await using var stream = await OpenAsync("", await TokenAsync());
        await stream.NextAsync("started");
        await _owner.InvokeAsync<SessionInfo>(HubContract.CloseSession, _session, Patience.Token).WithTimeout("the end of the session");
        Assert.Null(await EndAsync(stream));
        Assert.Null(await stream.NextAsync());

        _session = (await GatewayHost.OpenSessionAsync(_owner, "line-1", "Tank101.Level")).SessionId;
        await using var stopped = await OpenAsync("", await TokenAsync(), ScriptStream.Events);
        await stopped.NextAsync("started");
        _host.Get<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().StopApplication();
        Assert.Equal("GatewayStopping", await EndAsync(stopped));
        Assert.Null(await stopped.NextAsync());
    }

    [Fact]
    public async Task A_reader_without_items_gets_heartbeats_between_which_nothing_else_is_needed()
    {
        await RestartAsync(("Gateway:Hub:KeepAliveSeconds", "1"), ("Gateway:Distribution:IdleIntervalMs", "600000"));
        await using var stream = await OpenAsync("?after=0", await TokenAsync(), ScriptStream.Events);
        await stream.NextAsync("started");
        var next = stream.NextAsync("events");
        await Eventually.Async(() => stream.Comments >= 2, "two heartbeats");
        await Worker.PublishAsync(1);
        Assert.Equal(1, (await next).GetProperty("last").GetInt64());
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_is_disconnected_and_one_whose_events_are_gone_is_ended_as_on_the_hub()
    {
        await RestartAsync(("Gateway:Hub:SendTimeoutSeconds", "1"), ("Gateway:Distribution:HistoryEvents", "0"), ("Gateway:Distribution:BufferEvents", "50"));
        using var socket = await OpenDeafAsync(await TokenAsync());
        await Eventually.Async(() => Readers == 1, "the deaf reader");
        await using var slow = await OpenAsync("?flushIntervalMs=1000", await TokenAsync());
        await slow.NextAsync("started");
        using var publishing = new CancellationTokenSource();
        var load = PublishAsync(publishing.Token);
        Assert.Equal("SlowConsumer", await EndAsync(slow));
        await Eventually.Async(() => _host.Get<CallerRegistry>().Count == 1, "the deaf reader to be disconnected");
        await publishing.CancelAsync();
        await load.WithTimeout("the end of the load");
    }

    private PlantWorker Worker => _host.Workers.Of(_session);

    private Session Session => _host.Get<SessionManager>().Find(_session)!;

    private int Readers => Session.Describe(withSubscriptions: true).Subscriptions.Count;

    private long Latest => Session.Describe(withSubscriptions: false).LatestSequence;

    private static TokenRequest Reader(string tag) => new() { Subject = "ada", Scopes = Rights, SessionTags = [tag], Lifetime = TimeSpan.FromMinutes(30) };

    private static async Task<string?> EndAsync(ScriptStream stream) =>
        (await stream.NextAsync("end")).TryGetProperty("code", out var code) ? code.GetString() : null;

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        _host = await GatewayHost.StartAsync(settings);
        _owner = await _host.ConnectAsync((await _host.MintAsync(new TokenRequest
        {
            Subject = "olga",
            Scopes = [Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions, Scopes.CloseSessions],
            SessionTags = ["line-1", "line-2"],
            Lifetime = TimeSpan.FromHours(8),
        })).Token.Token);
        _session = (await GatewayHost.OpenSessionAsync(_owner, "line-1", "Tank101.Level", "Pump101.Speed")).SessionId;
    }

    private async Task RestartAsync(params (string Key, string Value)[] settings)
    {
        await DisposeAsync();
        await StartAsync(settings);
    }

    private Task<ScriptStream> OpenAsync(string query, string? token, string? accept = null, string? lastEventId = null) =>
        ScriptStream.OpenAsync(_host, Path + query, token, accept, lastEventId);

    private Task<MintedToken> MintAsync(TokenRequest request) => _host.MintAsync(request);

    private async Task<string> TokenAsync(TokenRequest? request = null) => (await MintAsync(request ?? Reader("line-1"))).Token.Token;

    private async Task PublishAsync(CancellationToken stop)
    {
        var many = Enumerable.Repeat(1, 1_000).ToArray();
        while (!stop.IsCancellationRequested)
        {
            await Worker.PublishAsync(many);
            await Pace.Async(TimeSpan.FromMilliseconds(5));
        }
    }

    /// <summary>A client that sends a request and never reads. Conflated, so that its subscription does not end it.</summary>
    private async Task<Socket> OpenDeafAsync(string token)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(_host.Address.Host, _host.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {Path}?mode=lossless&bufferEvents=100000 HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {token}\r\n\r\n"));
        return socket;
    }
}
