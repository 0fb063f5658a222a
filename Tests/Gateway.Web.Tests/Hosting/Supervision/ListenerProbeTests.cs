using System.Net;
using System.Net.Sockets;
using Gateway.Testing;
using Gateway.Web.Hosting.Supervision;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Web.Tests.Hosting.Supervision;

public sealed class ListenerProbeTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _patience = new();

    public ListenerProbeTests() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _patience.Dispose();
    }

    [Theory]
    [InlineData("http", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("http", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("http", "What?\r\n\r\n")]
    [InlineData("https", "No TLS here\r\n\r\n")]
    public async Task Any_answer_is_a_sign_of_life(string scheme, string answer)
    {
        using var probe = new ListenerProbe(new FakeServer($"{scheme}://127.0.0.1:{Port}"));
        var asking = probe.AnswersAsync(_patience.Token);
        using var socket = await _listener.AcceptSocketAsync().WithTimeout("the question");
        await socket.ReceiveAsync(new byte[1024]).WithTimeout("its text");
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer)).WithTimeout("the answer");
        socket.Shutdown(SocketShutdown.Send);
        Assert.True(await asking.WithTimeout("the finding"));
    }

    [Fact]
    public async Task Silence_is_none()
    {
        using var probe = new ListenerProbe(new FakeServer($"http://+:{Port}"));
        var asking = probe.AnswersAsync(_patience.Token);
        using var socket = await _listener.AcceptSocketAsync().WithTimeout("the question");
        await _patience.CancelAsync();
        Assert.False(await asking.WithTimeout("the finding"));
    }

    [Fact]
    public async Task A_closed_port_is_none()
    {
        // The port is taken, so that nobody else listens on it.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)silent.LocalEndPoint!).Port;
        using var probe = new ListenerProbe(new FakeServer($"http://127.0.0.1:{port}"));
        Assert.False(await probe.AnswersAsync(_patience.Token).WithTimeout("the finding"));
    }

    [Fact]
    public async Task A_gateway_without_a_port_has_nobody_to_ask()
    {
        using var probe = new ListenerProbe(new FakeServer("http://unix:/run/gateway.sock"));
        Assert.True(await probe.AnswersAsync(_patience.Token).WithTimeout("the finding"));
    }

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private sealed class FakeServer(string address) : IServer
    {
        public IFeatureCollection Features { get; } = With(address);

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => throw new NotSupportedException();

        public Task StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        private static FeatureCollection With(string address)
        {
            var features = new FeatureCollection();
            features.Set<IServerAddressesFeature>(new ServerAddresses { Addresses = { address } });
            return features;
        }

        private sealed class ServerAddresses : IServerAddressesFeature
        {
            public ICollection<string> Addresses { get; } = [];

            public bool PreferHostingUrls { get; set; }
        }
    }
}
