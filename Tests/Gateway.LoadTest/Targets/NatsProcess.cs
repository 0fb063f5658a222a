using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.Testing;

namespace Gateway.LoadTest.Targets;

/// <summary>A NATS server on a free port of loopback, with a directory of its own.</summary>
internal sealed class NatsProcess : IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"];

    private readonly DirectoryInfo _directory;

    private NatsProcess(Process process, int port, DirectoryInfo directory) => (Process, Port, _directory) = (process, port, directory);

    public Process Process { get; }

    public int Port { get; }

    /// <param name="configuration">Given its directory, returns what its configuration has beside the port.</param>
    /// <returns>Null when NATS is not installed.</returns>
    public static async Task<NatsProcess?> StartAsync(Func<string, string> configuration)
    {
        if (Array.Find(Programs, File.Exists) is not { } program)
        {
            return null;
        }

        var directory = Directory.CreateTempSubdirectory("gateway-nats-");
        var port = FreePort.Next();
        var file = Path.Combine(directory.FullName, "nats.conf");
        await File.WriteAllTextAsync(file, $"listen: 127.0.0.1:{port}\n{configuration(directory.FullName)}\n");
        var process = Process.Start(new ProcessStartInfo(program, ["-c", file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await Eventually.Async(() => ListensAsync(port), "the NATS server to listen");
        return new NatsProcess(process, port, directory);
    }

    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
