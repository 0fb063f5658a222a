using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Testing;
using Gateway.Web.Hosting;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Hosting;

public sealed class HealthCommandTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TempDirectory _directory = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public HealthCommandTests() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _directory.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    [Theory]
    [InlineData("200 OK", ExitCodes.Ok)]
    [InlineData("503 Service Unavailable", ExitCodes.NotHealthy)]
    public async Task It_prints_what_the_gateway_says_of_itself_and_the_exit_code_tells_whether_it_can_serve(string status, int expected)
    {
        var asking = RunAsync("--url", $"http://0.0.0.0:{Port}");

        Assert.StartsWith("GET /health/ready ", await AnswerAsync(status), StringComparison.Ordinal);

        Assert.Equal(expected, await asking);
        Assert.Contains("the state", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_is_that_of_the_settings()
    {
        await File.WriteAllTextAsync(_directory.File("appsettings.json"), $$"""{ "Urls": "http://127.0.0.1:{{Port}};http://127.0.0.1:1" }""");
        var asking = RunAsync("--contentRoot", _directory.Path);

        await AnswerAsync("200 OK");

        Assert.Equal(ExitCodes.Ok, await asking);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_is_not_healthy_and_the_message_names_the_address()
    {
        // The port is taken, so that nobody else listens on it.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)silent.LocalEndPoint!).Port;
        Assert.Equal(ExitCodes.NotHealthy, await RunAsync("--url", $"http://127.0.0.1:{port}"));
        Assert.Contains($"http://127.0.0.1:{port}/health/ready", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_address_is_refused_with_an_example()
    {
        Assert.Equal(ExitCodes.BadArguments, await RunAsync("--url", "everywhere"));
        Assert.Contains("http://127.0.0.1:5080", _errors.ToString(), StringComparison.Ordinal);
    }

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private Task<int> RunAsync(params string[] args) =>
        GatewayCommandLine.RunAsync([HealthCommand.Name, .. args], _output, _errors).WithTimeout("the command");

    /// <returns>The request.</returns>
    private async Task<string> AnswerAsync(string status)
    {
        using var socket = await _listener.AcceptSocketAsync().WithTimeout("the question");
        var text = new byte[1024];
        var count = await socket.ReceiveAsync(text).WithTimeout("its text");
        await socket.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 9\r\n\r\nthe state")).WithTimeout("the answer");
        return Encoding.ASCII.GetString(text, 0, count);
    }
}
