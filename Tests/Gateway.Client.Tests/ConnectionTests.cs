using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Testing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;
using static Gateway.Client.GatewayConnectionState;

namespace Gateway.Client.Tests;

public sealed class ConnectionTests
{
    [Fact]
    public async Task A_first_connect_that_fails_is_retried_until_it_works()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Refusals.Enqueue(503);
        gateway.Refusals.Enqueue(502);
        await using var client = TestClient.Of(gateway);
        var states = Record(client);

        await client.ConnectAsync().WithTimeout("the connection");

        Assert.Equal(3, gateway.Authorizations.Count);
        Assert.Equal([(Disconnected, Connecting), (Connecting, Connected)], states);
    }

    [Fact]
    public async Task Retries_wait_with_a_limit_that_doubles()
    {
        await using var gateway = await FakeGateway.StartAsync();
        Enumerable.Repeat(503, 4).ToList().ForEach(gateway.Refusals.Enqueue);
        var time = new SkippingTimeProvider();
        await using var client = TestClient.Of(gateway, time);

        await client.ConnectAsync().WithTimeout("the connection");

        var random = new Random(TestClient.Seed);
        var expected = new[] { 250, 500, 1000, 2000 }.Select(limit => TimeSpan.FromMilliseconds(random.NextDouble() * limit));
        Assert.Equal(expected.Select(wait => (int)wait.TotalMilliseconds), time.Skipped.Select(wait => (int)wait.TotalMilliseconds));
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_yet_is_waited_for()
    {
        using var enough = new CancellationTokenSource();
        var attempts = 0;
        await using var client = GatewayClient.Create(new GatewayClientOptions
        {
            Url = new Uri($"http://127.0.0.1:{FreePort.Next()}"),
            TimeProvider = new SkippingTimeProvider(),
            TokenProvider = _ =>
            {
                if (++attempts == 3)
                {
                    enough.Cancel();
                }

                return new ValueTask<string?>((string?)null);
            },
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ConnectAsync(enough.Token).WithTimeout("three attempts"));
        Assert.Equal(Connecting, client.State);
    }

    [Fact]
    public async Task It_pings_as_often_as_it_is_told_to_and_gives_a_silent_gateway_up_when_it_is_told_to()
    {
        var pings = Channel.CreateBounded<string>(1_000);
        await using var gateway = await FakeGateway.StartAsync(async socket =>
        {
            var buffer = new byte[1_024];
            await socket.ReceiveAsync(buffer, CancellationToken.None);
            await socket.SendAsync("{}\u001e"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Text } message)
            {
                pings.Writer.TryWrite(System.Text.Encoding.UTF8.GetString(buffer, 0, message.Count));
            }
        });
        await using var client = GatewayClient.Create(new GatewayClientOptions
        {
            Url = new Uri(gateway.Url, "/raw"),
            Protocol = GatewayHubProtocol.Json,
            KeepAliveInterval = TimeSpan.FromSeconds(1),
            ServerTimeout = TimeSpan.FromSeconds(4),
        });
        var lost = new TaskCompletionSource();
        client.StateChanged += (_, change) =>
        {
            if (change.Current == Reconnecting)
            {
                lost.TrySetResult();
            }
        };
        await client.ConnectAsync().WithTimeout("the connection");
        await lost.Task.WithTimeout("the silent gateway to be given up");

        // With SignalR's own times this would have happened after some thirty pings, or never.
        Assert.InRange(pings.Reader.Count, 0, 15);
        Assert.Contains("\"type\":6", await pings.Reader.ReadAsync().WithTimeout("a ping"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_asked_for_on_every_attempt_and_sent_as_a_bearer_header()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Refusals.Enqueue(503);
        var asked = 0;
        await using var client = GatewayClient.Create(new GatewayClientOptions
        {
            Url = gateway.Url,
            TimeProvider = new SkippingTimeProvider(),
            TokenProvider = _ => new ValueTask<string?>($"token{++asked}"),
        });

        await client.ConnectAsync().WithTimeout("the connection");

        Assert.Equal(["Bearer token1", "Bearer token2"], gateway.Authorizations);
    }

    [Theory]
    [InlineData(401, GatewayErrorCode.Unauthenticated)]
    [InlineData(403, GatewayErrorCode.Forbidden)]
    public async Task A_refused_token_is_an_error_at_once_and_the_next_call_tries_again(int status, GatewayErrorCode code)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Refusals.Enqueue(status);
        await using var client = TestClient.Of(gateway);
        var states = Record(client);

        var error = await Assert.ThrowsAsync<GatewayException>(() => client.ConnectAsync().WithTimeout("the refusal"));
        Assert.Equal(code, error.Code);
        Assert.Equal(Disconnected, client.State);

        await client.ConnectAsync().WithTimeout("the connection");
        Assert.Equal([(Disconnected, Connecting), (Connecting, Disconnected), (Disconnected, Connecting), (Connecting, Connected)], states);
    }

    [Fact]
    public async Task A_lost_connection_comes_back_by_itself_with_one_event_per_transition()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (_, abort) =>
        {
            abort();
            return null!;
        };
        await using var client = TestClient.Of(gateway);
        await client.ConnectAsync().WithTimeout("the connection");
        var states = Record(client);
        var back = new TaskCompletionSource();
        client.StateChanged += (_, change) =>
        {
            if (change.Current == Connected)
            {
                back.TrySetResult();
            }
        };

        var error = await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").PingAsync().WithTimeout("the loss"));
        await back.Task.WithTimeout("the connection to come back");

        Assert.Equal(GatewayErrorCode.OutcomeUnknown, error.Code);
        Assert.Equal([(Connected, Reconnecting), (Reconnecting, Connected)], states);
    }

    [Theory]
    [InlineData(LogLevel.Information, 1)]
    [InlineData(LogLevel.Debug, 4)]
    public async Task A_lost_connection_is_one_line_of_the_log_without_a_stack(LogLevel level, int least)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (command, abort) =>
        {
            abort();
            return new MxReply { Method = command.Method };
        };
        using var lines = new LogLines(level);
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(level).AddProvider(lines));
        await using var client = GatewayClient.Create(new GatewayClientOptions
        {
            Url = gateway.Url,
            TimeProvider = new SkippingTimeProvider(),
            LoggerFactory = loggers,
        });
        var states = Record(client);
        await client.ConnectAsync().WithTimeout("the connection");
        await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").PingAsync().WithTimeout("the loss"));
        await Eventually.Async(() => states.Contains((Reconnecting, Connected)), "the connection to be back");

        var entries = lines.Entries.ToArray();
        Assert.True(entries.Length >= least, $"There are {entries.Length} entries.");
        var loud = Assert.Single(entries, entry => entry.Level >= LogLevel.Information);
        Assert.Equal((LogLevel.Warning, false), (loud.Level, loud.HasException));
    }

    [Fact]
    public async Task Closing_is_final()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var client = TestClient.Of(gateway);
        await client.ConnectAsync().WithTimeout("the connection");
        var states = Record(client);

        await client.CloseAsync().WithTimeout("the close");
        await client.CloseAsync().WithTimeout("the second close");

        Assert.Equal([(Connected, Closed)], states);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ListSessionsAsync().WithTimeout("the refusal"));
    }

    [Fact]
    public async Task Closing_ends_attempts_that_have_not_worked_yet()
    {
        await using var gateway = await FakeGateway.StartAsync();
        Enumerable.Repeat(503, 1000).ToList().ForEach(gateway.Refusals.Enqueue);
        await using var client = TestClient.Of(gateway, TimeProvider.System);

        var connecting = client.ConnectAsync();
        await client.CloseAsync().WithTimeout("the close");

        await Assert.ThrowsAsync<ObjectDisposedException>(() => connecting.WithTimeout("the attempts to end"));
        Assert.Equal(Closed, client.State);
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_keep_the_client_from_connecting()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var client = TestClient.Of(gateway);
        client.StateChanged += (_, _) => throw new InvalidOperationException("the application's mistake");

        await client.ConnectAsync().WithTimeout("the connection");

        Assert.Equal(Connected, client.State);
    }

    [Fact]
    public async Task A_connection_brought_along_is_used_and_left_to_its_owner()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var connection = new HubConnectionBuilder().WithGatewayUrl(gateway.Url).Build();
        await connection.StartAsync().WithTimeout("the owner's start");
        await using (var client = new GatewayClient(connection))
        {
            Assert.Equal(Connected, client.State);
            Assert.Equal(2, (await client.ListSessionsAsync().WithTimeout("the list")).Count);
        }

        Assert.Equal(HubConnectionState.Connected, connection.State);
    }

    [Fact]
    public async Task A_connection_with_signalrs_own_json_settings_works_too()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = stream => new EventLog(100, seed: 2, dropRate: 0).Read(stream);
        gateway.OnInvoke = (command, _) => new MxReply { Method = command.Method, ReturnValue = 4 };
        var builder = new HubConnectionBuilder().WithUrl(new Uri(gateway.Url, HubContract.Path));
        await using var client = new GatewayClient(builder.Build, TestClient.Options(gateway));

        var session = await client.OpenSessionAsync().WithTimeout("the session");
        Assert.Equal(4, await session.AddItem2Async(1, "PV", "Tank101.Level").WithTimeout("the handle"));
        var request = new StreamRequest { ResumeAfter = 0, Filter = new StreamFilter { Families = [EventFamily.OnDataChange] } };
        var items = await session.EventsAsync(request).ReadAllAsync();

        Assert.Equal(100, Items.Sequences(items).Count());
    }

    [Fact]
    public async Task A_connection_with_automatic_reconnect_of_its_own_works_too()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var log = new EventLog(500, seed: 7, dropRate: 0.05);
        gateway.OnStream = stream => log.Read(stream);
        await using var connection = new HubConnectionBuilder()
            .WithGatewayUrl(gateway.Url)
            .WithAutomaticReconnect([TimeSpan.Zero, TimeSpan.Zero])
            .Build();
        await using var client = new GatewayClient(connection, TestClient.Options(gateway));

        var items = await client.Session("s1").EventsAsync().ReadAllAsync();

        Assert.Equal(Enumerable.Range(1, 500).Select(n => (long)n), Items.Sequences(items));
        Assert.NotEqual(0, log.Drops);
    }

    private static ConcurrentQueue<(GatewayConnectionState, GatewayConnectionState)> Record(GatewayClient client)
    {
        var states = new ConcurrentQueue<(GatewayConnectionState, GatewayConnectionState)>();
        client.StateChanged += (_, change) => states.Enqueue((change.Previous, change.Current));
        return states;
    }
}
