using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.Testing;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>A real NATS server with the configuration of one test, on a free port of loopback and in a directory of its own.</summary>
internal sealed class NatsRun : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private Process? _process;

    private NatsRun() => Port = FreePort.Next();

    public int Port { get; private set; }

    /// <param name="configuration">Given a function that keeps a file and returns its path, returns what follows the port and the store.</param>
    public static async Task<NatsRun> StartAsync(Func<Func<string, string, string>, string> configuration)
    {
        var run = new NatsRun();
        for (var attempt = 0; ; attempt++)
        {
            await File.WriteAllTextAsync(run._directory.File("nats.conf"), $$"""
                listen: 127.0.0.1:{{run.Port}}
                jetstream { store_dir: "{{run._directory.File("store")}}" }
                {{configuration(run.Keep)}}

                """);
            run._process = Process.Start(new ProcessStartInfo(NatsProgram.Path, ["-c", run._directory.File("nats.conf"), "-l", run._directory.File("nats.log")]))!;
            await Eventually.Async(async () => run._process.HasExited || await run.ListensAsync(), "the NATS server to listen");
            if (!run._process.HasExited)
            {
                return run;
            }

            Assert.True(attempt < 5, $"nats-server does not start: {run.Log}");
            run._process.Dispose();
            run.Port = FreePort.Next();
        }
    }

    public string Log => File.Exists(_directory.File("nats.log")) ? File.ReadAllText(_directory.File("nats.log")) : "it has no log";

    /// <summary>Keeps a file for the time of the test.</summary>
    public string Keep(string name, string text)
    {
        File.WriteAllText(_directory.File(name), text);
        return _directory.File(name);
    }

    /// <summary>Options of a gateway of site plant-1 at this server.</summary>
    public ClusterOptions Options(string scheme, string node) => new() { Url = $"{scheme}://127.0.0.1:{Port}", Site = "plant-1", Node = node, AckSeconds = 20 };

    /// <summary>Settings of a gateway with these options.</summary>
    public static (string Key, string Value)[] SettingsOf(ClusterOptions options) =>
    [
        ("Gateway:Cluster:Url", options.Url), ("Gateway:Cluster:Site", options.Site), ("Gateway:Cluster:Node", options.Node), ("Gateway:Cluster:User", options.User),
        ("Gateway:Cluster:Password", options.Password), ("Gateway:Cluster:CaFile", options.CaFile), ("Gateway:Cluster:CertificateFile", options.CertificateFile),
        ("Gateway:Cluster:KeyFile", options.KeyFile), ("Gateway:Cluster:CredentialsFile", options.CredentialsFile), ("Gateway:Cluster:RetryMs", "50"),
        ("Gateway:Cluster:AckSeconds", "20"), ("Gateway:Cluster:LeaseSeconds", "30"), ("Gateway:Cluster:MaxBytes", "100000000"), ("Gateway:Cluster:Role", options.Role.ToString()),
    ];

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync().WithTimeout("the end of the NATS server");
        }

        _process?.Dispose();
        _directory.Dispose();
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port).WithTimeout("an answer to a connection");
            return await client.GetStream().ReadAsync(new byte[1]).AsTask().WithTimeout("the greeting") == 1;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
