using System.Net.WebSockets;
using System.Text;
using Gateway.Testing;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Front.Hubs.Sockets;
using Gateway.Web.Front.Hubs.Stopping;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Front.Hubs.Sockets;

/// <summary>SignalR's own pings over a real WebSocket. They are due at every beat of the connection; the clock of the output is the test's.</summary>
public sealed class PingTests
{
    private const string Ping = "{\"type\":6}\u001e";

    [Fact]
    public async Task A_ping_comes_only_when_the_client_has_heard_nothing()
    {
        var (time, beats) = (new FakeTimeProvider(), new Beats());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ConnectionRegistry>().AddSingleton(beats).AddSignalR(hub =>
        {
            hub.KeepAliveInterval = TimeSpan.FromMilliseconds(1);
            hub.ClientTimeoutInterval = TimeSpan.FromHours(1);
        });
        await using var app = builder.Build();
        app.MapConnections("/hub", new HttpConnectionDispatcherOptions(), connection => connection.UseSocketOutput(new GatewayHubOptions(), time).UseHub<BeatingHub>()).ShowAcceptedSocket(app);
        await app.StartAsync(Patience.Token).WithTimeout("the start");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(new Uri(app.Urls.First()), "/hub")) { Scheme = "ws" }.Uri, Patience.Token).WithTimeout("the connection");
        await socket.SendJsonAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}\u001e", await ReceiveAsync(socket));

        await Eventually.Async(() => beats.Count >= 3, "pings to be due");
        await socket.SendJsonAsync("""{"type":1,"invocationId":"1","target":"Count","arguments":[]}""");
        Assert.StartsWith("{\"type\":3", await ReceiveAsync(socket), StringComparison.Ordinal);

        time.Advance(TimeSpan.FromSeconds(new GatewayHubOptions().KeepAliveSeconds));
        Assert.Equal(Ping, await ReceiveAsync(socket));
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1_024];
        var received = await socket.ReceiveAsync(buffer, Patience.Token).WithTimeout("a message");
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private sealed class Beats
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);
    }

    private sealed class BeatingHub(Beats beats) : Hub
    {
        // SignalR has registered its pings before, so they come first at each beat.
        public override Task OnConnectedAsync()
        {
            Context.Features.Get<IConnectionHeartbeatFeature>()!.OnHeartbeat(static beats => ((Beats)beats).Add(), beats);
            return Task.CompletedTask;
        }

        public int Count() => beats.Count;
    }
}
