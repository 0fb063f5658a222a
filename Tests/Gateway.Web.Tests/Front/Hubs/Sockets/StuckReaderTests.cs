using System.Net.Sockets;
using System.Net.WebSockets;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Hubs.Sockets;

/// <summary>A client over a real socket that no longer reads.</summary>
[Trait("Size", "Long")]
public sealed class StuckReaderTests
{
    private const long Stuck = 100_000;

    [Fact]
    public async Task A_client_that_stops_reading_is_cut_off_after_the_time_a_send_may_take_and_the_session_goes_on()
    {
        // Nothing else may end the connection of a client that does not send anything either.
        await using var host = await GatewayHost.StartAsync(
            ("Gateway:Hub:SendTimeoutSeconds", "1"), ("Gateway:Hub:ClientPingSeconds", "600"), ("Gateway:Hub:ClientTimeoutSeconds", "3600"));
        var token = (await host.MintAsync("ada", Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions)).Token.Token;
        await using var owner = await host.ConnectAsync(token);
        var info = await GatewayHost.OpenSessionAsync(owner, null, "Tank101.Level.PV");
        var session = host.Get<SessionManager>().Find(info.SessionId)!;
        using var socket = await StreamWithoutReadingAsync(host.Address, token, info.SessionId);
        await Eventually.Async(() => session.Distributor.DescribeSubscriptions().Count == 1, "the stream's start");

        var items = Enumerable.Repeat(1, 5_000).ToArray();
        await Eventually.Async(
            async () =>
            {
                await host.Workers.Of(info.SessionId).PublishAsync(items);
                return session.Distributor.DescribeSubscriptions() is not [{ Lag: < Stuck }];
            },
            "a send that does not get through");
        await Eventually.Async(() => session.Distributor.DescribeSubscriptions().Count == 0, "the client to be cut off");
        Assert.Equal(SessionState.Ready, session.Status.State);
    }

    // The buffers are small, so that little data is enough to block the connection.
    private static async Task<ClientWebSocket> StreamWithoutReadingAsync(Uri gateway, string token, string sessionId)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await client.ConnectAsync(new UriBuilder(new Uri(gateway, HubContract.Path)) { Scheme = "ws" }.Uri, invoker, Patience.Token).WithTimeout("the connection");
        await client.SendJsonAsync("""{"protocol":"json","version":1}""");
        await client.SendJsonAsync($$"""{"type":4,"invocationId":"1","target":"StreamSession","arguments":["{{sessionId}}",{"resumeAfter":0}]}""");
        return client;
    }
}
