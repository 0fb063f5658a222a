using System.Collections.Concurrent;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using static Gateway.Client.GatewayConnectionState;

namespace Gateway.Client.Tests;

/// <summary>A client with two addresses, and a gateway at each.</summary>
public sealed class SeveralAddressesTests : IAsyncLifetime
{
    // Whether a connection has lived long must not depend on the machine.
    private readonly SkippingTimeProvider _time = new() { MeasuresAheadOnly = true };
    private FakeGateway _first = null!;
    private FakeGateway _second = null!;

    public async Task InitializeAsync()
    {
        _first = await FakeGateway.StartAsync();
        _second = await FakeGateway.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task The_next_address_is_tried_at_once_and_a_wait_comes_only_after_a_round()
    {
        Refuse(_first, 503, times: 2);
        Refuse(_second, 503, times: 1);
        await using var client = Client();
        var changes = Record(client);

        await client.ConnectAsync().WithTimeout("the connection");

        Assert.Equal((2, 2), (_first.Authorizations.Count, _second.Authorizations.Count));
        Assert.Equal(_second.Url, client.Address);
        Assert.Equal([(Connecting, _first.Url), (Connected, _second.Url)], changes);
        Assert.InRange(Assert.Single(_time.Skipped), TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task A_lost_connection_changes_over_at_once_and_names_both_addresses()
    {
        _first.OnInvoke = Abort;
        await using var client = Client();
        await client.ConnectAsync().WithTimeout("the connection");
        var changes = Record(client);

        var error = await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").PingAsync().WithTimeout("the loss"));
        await client.ConnectAsync().WithTimeout("the other connection");

        Assert.Equal(GatewayErrorCode.OutcomeUnknown, error.Code);
        await Eventually.Async(() => changes.Count == 2, "both transitions");
        Assert.Equal([(Reconnecting, _first.Url), (Connected, _second.Url)], changes);
        Assert.Empty(_second.Commands);
        Assert.Empty(_time.Skipped);
    }

    [Fact]
    public async Task Connections_that_die_young_everywhere_are_not_made_again_without_a_wait()
    {
        _first.OnInvoke = Abort;
        _second.OnInvoke = Abort;
        await using var client = Client();
        for (var i = 1; i <= 6; i++)
        {
            await ConnectAsync(client, i);
            await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").PingAsync().WithTimeout("the loss"));
        }

        await ConnectAsync(client, 7);
        Assert.Equal(3, _time.Skipped.Count);
    }

    [Fact]
    public async Task A_connection_that_lived_long_is_no_failure_of_a_round()
    {
        _first.OnInvoke = Abort;
        _second.OnInvoke = Abort;
        await using var client = Client();
        for (var i = 1; i <= 6; i++)
        {
            await ConnectAsync(client, i);
            _time.Ahead += TimeSpan.FromSeconds(6);
            await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").PingAsync().WithTimeout("the loss"));
        }

        await ConnectAsync(client, 7);
        Assert.Equal((4, 3), (_first.Authorizations.Count, _second.Authorizations.Count));
        Assert.Empty(_time.Skipped);
    }

    [Theory]
    [InlineData(401, GatewayErrorCode.Unauthenticated)]
    [InlineData(403, GatewayErrorCode.Forbidden)]
    public async Task A_refused_token_is_reported_when_no_address_takes_it_each_tried_once(int status, GatewayErrorCode code)
    {
        Refuse(_first, status, times: 1);
        Refuse(_second, status, times: 1);
        await using var client = Client();

        var error = await Assert.ThrowsAsync<GatewayException>(() => client.ConnectAsync().WithTimeout("the refusal"));

        Assert.Equal(code, error.Code);
        Assert.Equal((1, 1), (_first.Authorizations.Count, _second.Authorizations.Count));
        Assert.Equal(Disconnected, client.State);
        await client.ConnectAsync().WithTimeout("the connection of the next call");
    }

    [Fact]
    public async Task A_refused_token_is_reported_although_the_other_address_cannot_be_reached()
    {
        Refuse(_first, 503, times: 10);
        Refuse(_second, 401, times: 10);
        await using var client = Client();

        var error = await Assert.ThrowsAsync<GatewayException>(() => client.ConnectAsync().WithTimeout("the refusal"));

        Assert.Equal(GatewayErrorCode.Unauthenticated, error.Code);
        Assert.Equal((2, 1), (_first.Authorizations.Count, _second.Authorizations.Count));
    }

    [Fact]
    public async Task One_gateway_that_is_set_up_wrongly_and_refuses_every_token_ends_nothing()
    {
        _first.OnInvoke = Abort;
        Refuse(_second, 401, times: 10);
        await using var client = Client();
        for (var i = 1; i <= 3; i++)
        {
            await ConnectAsync(client, i);
            Assert.Equal(_first.Url, client.Address);
            await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").PingAsync().WithTimeout("the loss"));
        }
    }

    [Fact]
    public async Task A_stream_has_every_event_once_and_in_order_although_each_address_drops_it_again_and_again()
    {
        var log = new EventLog(2_000, seed: 3, dropRate: 0.1);
        _first.OnStream = stream => log.Read(stream);
        _second.OnStream = stream => log.Read(stream);
        await using var client = Client();

        var items = await client.Session("s1").EventsAsync(new StreamRequest { ResumeAfter = 0 }).ReadAllAsync();

        Assert.Equal(Enumerable.Range(1, 2_000).Select(n => (long)n), Items.Sequences(items));
        Assert.InRange(log.Drops, 5, int.MaxValue);
        Assert.InRange(Math.Min(_first.Authorizations.Count, _second.Authorizations.Count), 2, int.MaxValue);
    }

    [Fact]
    public async Task A_gateway_that_is_stopping_is_left_at_once_by_all_streams_for_one_connection_to_the_next_address()
    {
        const int Streams = 5;
        var stopping = new ConcurrentQueue<DrivenStream>();
        _first.OnStream = stream =>
        {
            var driven = new DrivenStream(stream);
            driven.Send(Items.Started(4));
            stopping.Enqueue(driven);
            return driven.ReadAsync();
        };
        _second.OnStream = stream => new EventLog(9, seed: 1, dropRate: 0).Read(stream);
        await using var client = Client();
        var readings = Enumerable.Range(0, Streams).Select(_ => client.Session("s1").EventsAsync().ReadAllAsync()).ToArray();
        await Eventually.Async(() => stopping.Count == Streams, "all streams");

        foreach (var stream in stopping)
        {
            stream.Fail(GatewayErrorCode.GatewayStopping);
        }

        var items = await Task.WhenAll(readings).WithTimeout("the streams at the other address");
        Assert.All(items, stream => Assert.Equal([5, 6, 7, 8, 9], Items.Sequences(stream)));
        Assert.Equal((1, 1), (_first.Authorizations.Count, _second.Authorizations.Count));
        Assert.Equal(_second.Url, client.Address);
    }

    [Fact]
    public async Task A_stream_that_hears_late_of_the_stop_does_not_end_the_connection_to_the_next_address()
    {
        await using var client = Client();
        await client.ConnectAsync().WithTimeout("the connection");
        var stopping = client.ConnectionNumber;
        Assert.True(await client.ChangeOverAsync(stopping).WithTimeout("the change-over"));
        await client.ConnectAsync().WithTimeout("the next connection");

        Assert.True(await client.ChangeOverAsync(stopping).WithTimeout("the late change-over"));

        await client.ListSessionsAsync().WithTimeout("the list");
        Assert.Equal((1, 1), (_first.Authorizations.Count, _second.Authorizations.Count));
        Assert.Equal(_second.Url, client.Address);
    }

    [Fact]
    public async Task A_gateway_that_is_stopping_is_waited_for_when_there_is_no_other_address()
    {
        _first.OnStream = stream =>
        {
            var driven = new DrivenStream(stream);
            driven.Send(Items.Started(4));
            driven.Fail(GatewayErrorCode.GatewayStopping);
            return stream.Number < 3 ? driven.ReadAsync() : new EventLog(5, seed: 1, dropRate: 0).Read(stream);
        };
        await using var client = TestClient.Of(_first, _time);

        await client.Session("s1").EventsAsync().ReadAllAsync();

        Assert.Single(_first.Authorizations);
    }

    [Fact]
    public async Task A_connection_brought_along_that_has_the_same_options_changes_over_too()
    {
        var log = new EventLog(500, seed: 7, dropRate: 0.05);
        _first.OnStream = stream => log.Read(stream);
        _second.OnStream = stream => log.Read(stream);
        var options = Options();
        await using var connection = new HubConnectionBuilder().WithGatewayUrl(options).WithAutomaticReconnect([TimeSpan.Zero]).Build();
        await using var client = new GatewayClient(connection, options);

        var items = await client.Session("s1").EventsAsync(new StreamRequest { ResumeAfter = 0 }).ReadAllAsync();

        Assert.Equal(Enumerable.Range(1, 500).Select(n => (long)n), Items.Sequences(items));
        Assert.NotEmpty(_second.Authorizations);
    }

    [Fact]
    public async Task A_container_s_client_takes_several_addresses()
    {
        Refuse(_first, 503, times: 1);
        await using var container = new ServiceCollection().AddGatewayClient(Options()).BuildServiceProvider();
        var client = container.GetRequiredService<GatewayClient>();

        await client.ConnectAsync().WithTimeout("the connection");

        Assert.Equal(_second.Url, client.Address);
    }

    [Theory]
    [InlineData("http://a", new[] { "http://b" }, "Url and Urls are both set")]
    [InlineData(null, new string[0], "Urls is empty")]
    [InlineData(null, new[] { "http://a", "http://b", "ws://a:80/hubs/gateway" }, "Urls has http://a/ more than once")]
    [InlineData(null, new[] { "http://a", "ftp://b" }, "Urls[1] begins with ftp")]
    [InlineData(null, new[] { "here", "there" }, "Urls[0] is relative: give the whole address, such as https://gateway.example. Urls[1] is relative")]
    public void Invalid_addresses_are_refused(string? url, string[] urls, string fault)
    {
        var options = new GatewayClientOptions { Url = url is null ? null : new Uri(url), Urls = [.. urls.Select(one => new Uri(one, UriKind.RelativeOrAbsolute))] };

        Assert.Contains(fault, Assert.Throws<ArgumentException>(() => GatewayClient.Create(options)).Message, StringComparison.Ordinal);
    }

    /// <summary>Connects. A client that has not noticed the loss yet still has the connection before, so its number is awaited.</summary>
    private static async Task ConnectAsync(GatewayClient client, int number)
    {
        await client.ConnectAsync().WithTimeout("the connection");
        await Eventually.Async(() => client.ConnectionNumber == number, $"connection {number}");
    }

    private static MxReply Abort(MxCommand command, Action abort)
    {
        abort();
        return new MxReply { Method = command.Method };
    }

    private static void Refuse(FakeGateway gateway, int status, int times) => Enumerable.Repeat(status, times).ToList().ForEach(gateway.Refusals.Enqueue);

    private static ConcurrentQueue<(GatewayConnectionState, Uri?)> Record(GatewayClient client)
    {
        var changes = new ConcurrentQueue<(GatewayConnectionState, Uri?)>();
        client.StateChanged += (_, change) => changes.Enqueue((change.Current, change.Address));
        return changes;
    }

    private GatewayClientOptions Options() => new() { Urls = [_first.Url, _second.Url], TimeProvider = _time, Random = new Random(TestClient.Seed) };

    private GatewayClient Client() => GatewayClient.Create(Options());
}
