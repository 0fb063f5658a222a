using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Hubs.Stopping;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>Streams of Microsoft's client where WebSockets do not pass.</summary>
public sealed class OtherTransportStreamTests : IAsyncLifetime
{
    private static readonly string[] Rights = [Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions];

    private GatewayHost _host = null!;
    private MintedToken _token = null!;

    public static TheoryData<HttpTransportType, bool> Transports => new()
    {
        { HttpTransportType.ServerSentEvents, false },
        { HttpTransportType.LongPolling, false },
        { HttpTransportType.LongPolling, true },
    };

    private ConnectionRegistry Connections => _host.Get<ConnectionRegistry>();

    public Task InitializeAsync() => StartAsync(LogLevel.Information);

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_stream_is_cancelled_and_resumed_from_its_position(HttpTransportType transport, bool packed)
    {
        await using var connection = await ConnectAsync(transport, packed);
        var id = (await GatewayHost.OpenSessionAsync(connection, null, "Tank101.Level.PV")).SessionId;
        var stream = new HubStream(connection, id, new StreamRequest { ResumeAfter = 0 });
        var epoch = (await stream.NextAsync<StartedItem>()).Epoch;
        await _host.Workers.Of(id).PublishAsync(1, 1, 1, 1);
        Assert.Equal([1, 2, 3, 4], await SequencesAsync(stream, 4));

        stream.Cancel();
        await Eventually.Async(() => ReadersOf(id) == 0, "the end of the stream");
        await _host.Workers.Of(id).PublishAsync(1, 1);
        var resumed = new HubStream(connection, id, new StreamRequest { ResumeAfter = 2, Epoch = epoch });
        await resumed.NextAsync<StartedItem>();
        Assert.Equal([3, 4, 5, 6], await SequencesAsync(resumed, 6));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_change_of_rights_shows_on_a_running_stream_and_a_revocation_ends_it(HttpTransportType transport, bool packed)
    {
        await using var connection = await ConnectAsync(transport, packed);
        var id = (await GatewayHost.OpenSessionAsync(connection, null, "Tank101.Level.PV")).SessionId;
        var stream = new HubStream(connection, id, new StreamRequest());
        await stream.NextAsync<StartedItem>();
        var narrow = await _host.MintAsync(new TokenRequest { Subject = "ada", Scopes = Rights, Read = ["Pump*"], Lifetime = TimeSpan.FromHours(1) });
        await connection.InvokeAsync(HubContract.RenewToken, narrow.Token.Token, Patience.Token).WithTimeout("the renewal");
        Assert.NotEmpty((await stream.NextAsync<AccessItem>()).Narrowed);

        var admin = await _host.MintAsync("root", Scopes.Admin);
        using var revoked = await _host.SendAsync(admin.Token.Token, HttpMethod.Delete, $"/api/tokens/{narrow.Token.TokenId}");
        Assert.Equal(GatewayErrorCode.TokenRevoked, await stream.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_code_of_a_revocation_of_the_token_of_the_requests_themselves_still_arrives(HttpTransportType transport, bool packed)
    {
        await _host.DisposeAsync();
        await StartAsync(LogLevel.Trace);
        await using var connection = await ConnectAsync(transport, packed);
        var id = (await GatewayHost.OpenSessionAsync(connection, null)).SessionId;
        var stream = new HubStream(connection, id, new StreamRequest());
        await stream.NextAsync<StartedItem>();
        var admin = await _host.MintAsync("root", Scopes.Admin);
        if (transport == HttpTransportType.LongPolling)
        {
            // The code takes the poll that is there; a poll that comes later is refused for its own token.
            await Eventually.Async(() => Logged("Resuming existing connection.") - Logged("LongPollingTransport[3]") == 1, "a poll that is not answered yet");
        }

        using var revoked = await _host.SendAsync(admin.Token.Token, HttpMethod.Delete, $"/api/tokens/{_token.Token.TokenId}");
        Assert.Equal(GatewayErrorCode.TokenRevoked, await stream.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_connection_that_is_cut_ends_and_its_streams_with_it(HttpTransportType transport, bool packed)
    {
        await using var connection = await ConnectAsync(transport, packed);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        var id = (await GatewayHost.OpenSessionAsync(connection, null)).SessionId;
        await new HubStream(connection, id, new StreamRequest()).NextAsync<StartedItem>();
        Assert.Single(Connections.All).Cut();
        await closed.Task.WithTimeout("the close");
        await Eventually.Async(() => ReadersOf(id) + Connections.All.Count + Connections.Served == 0, "the end of the connection");
    }

    [Fact]
    public async Task A_client_that_polls_no_more_is_cut_while_a_send_waits_for_it()
    {
        await using var owner = await _host.ConnectAsync(_token.Token.Token);
        var id = (await GatewayHost.OpenSessionAsync(owner, null, "Tank101.Level.PV")).SessionId;
        await StreamWithoutPollingAsync(id);
        await Eventually.Async(() => ReadersOf(id) == 1, "the stream's start");
        var items = Enumerable.Repeat(1, 5_000).ToArray();
        await Eventually.Async(
            async () =>
            {
                await _host.Workers.Of(id).PublishAsync(items);
                return SessionOf(id).Distributor.DescribeSubscriptions() is [{ Lag: > 20_000 }];
            },
            "a send that does not get through");

        foreach (var connection in Connections.All)
        {
            connection.Cut();
        }

        await Eventually.Async(() => ReadersOf(id) == 0, "the end of the stream");
    }

    [Theory]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task They_are_refused_when_they_are_switched_off(HttpTransportType transport)
    {
        await using var host = await GatewayHost.StartAsync(("Gateway:Hub:WebSocketsOnly", "true"));
        var token = (await host.MintAsync("ada", Rights)).Token.Token;
        await Assert.ThrowsAnyAsync<Exception>(() => host.ConnectOverAsync(transport, packed: false, token));
        await using var connection = await host.ConnectOverAsync(HttpTransportType.WebSockets | transport, packed: false, token);
        Assert.NotNull(await connection.InvokeAsync<HubLimits>(HubContract.GetLimits, Patience.Token).WithTimeout("the limits"));
    }

    private async Task StartAsync(LogLevel level)
    {
        _host = await GatewayHost.StartAsync(level);
        _token = await _host.MintAsync("ada", Rights);
    }

    private int Logged(string text) => _host.Logs.Lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    private static async Task<IReadOnlyList<long>> SequencesAsync(HubStream stream, long last)
    {
        var sequences = new List<long>();
        while (sequences.LastOrDefault() < last)
        {
            sequences.AddRange((await stream.NextAsync<EventsItem>()).Events.Select(received => received.Sequence));
        }

        return sequences;
    }

    private Task<HubConnection> ConnectAsync(HttpTransportType transport, bool packed) => _host.ConnectOverAsync(transport, packed, _token.Token.Token);

    private Session SessionOf(string id) => _host.Get<SessionManager>().Find(id)!;

    private int ReadersOf(string id) => SessionOf(id).Distributor.DescribeSubscriptions().Count;

    private async Task StreamWithoutPollingAsync(string sessionId)
    {
        using var http = new HttpClient { BaseAddress = _host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token.Token.Token);
        using var negotiated = await http.PostAsync(HubContract.Path + "/negotiate?negotiateVersion=1", null, Patience.Token);
        var connection = $"{HubContract.Path}?id={(string)JsonNode.Parse(await negotiated.Content.ReadAsStringAsync(Patience.Token))!["connectionToken"]!}";
        (await http.GetAsync(connection, Patience.Token).WithTimeout("the first poll")).Dispose();
        foreach (var message in new[]
        {
            """{"protocol":"json","version":1}""",
            $$"""{"type":4,"invocationId":"1","target":"StreamSession","arguments":["{{sessionId}}",{"resumeAfter":0}]}""",
        })
        {
            using var body = new StringContent(message + '\u001e', Encoding.UTF8);
            (await http.PostAsync(connection, body, Patience.Token).WithTimeout("a message")).Dispose();
        }
    }
}
