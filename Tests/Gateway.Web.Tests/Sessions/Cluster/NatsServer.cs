using System.Diagnostics;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;
using NATS.Client.Core;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>
/// A real NATS server with JetStream on a free port of loopback and in a directory of its own. It accepts one user only. If the program is
/// not installed, it does nothing, so that the tests can be skipped with the reason.
/// </summary>
public sealed class NatsServer : IAsyncLifetime
{
    public const string User = "gateway";
    public const string Password = "a-password-of-the-test";

    /// <summary>How long an answer of the server, or of who listens there, is waited for. Who waits longer asks again.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(20);

    private readonly TempDirectory _directory = new();
    private Process? _process;
    private int _port;

    public string Url => $"nats://127.0.0.1:{_port}";

    public Task InitializeAsync() => NatsProgram.MissingReason is null ? StartAsync() : Task.CompletedTask;

    public Task DisposeAsync()
    {
        Stop();
        _process?.Dispose();
        _directory.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Starts the program: on a free port the first time, and on the same port and store later.</summary>
    public async Task StartAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            _port = _process is null ? FreePort.Next() : _port;
            await File.WriteAllTextAsync(_directory.File("nats.conf"), $$"""
                listen: 127.0.0.1:{{_port}}
                jetstream { store_dir: "{{_directory.File("store")}}" }
                authorization { user: {{User}}, password: {{Password}} }

                """);
            _process?.Dispose();
            _process = Process.Start(new ProcessStartInfo(NatsProgram.Path, ["-c", _directory.File("nats.conf"), "-l", _directory.File("nats.log")]))!;
            await Eventually.Async(async () => _process.HasExited || await AnswersAsync(), "the NATS server to answer");
            if (!_process.HasExited)
            {
                return;
            }

            Assert.True(attempt < 5, $"nats-server does not start: {await File.ReadAllTextAsync(_directory.File("nats.log"))}");
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Kills the program. What it has acknowledged is in its files.</summary>
    public void Stop()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public NatsConnection Connect() => new(NatsOpts.Default with
    {
        Url = Url,
        ConnectTimeout = Answer,
        RequestTimeout = Answer,
        AuthOpts = NatsAuthOpts.Default with { Username = User, Password = Password },
    });

    private async Task<bool> AnswersAsync()
    {
        await using var connection = Connect();
        try
        {
            await connection.ConnectAsync();
            return true;
        }
        catch (NatsException)
        {
            return false;
        }
    }
}
