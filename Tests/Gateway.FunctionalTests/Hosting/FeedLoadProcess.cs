using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Client;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>The gateway with producers of changes in its process, on one store and one port across all restarts.</summary>
internal sealed partial class FeedLoadProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-test-");
    private readonly List<string> _output = [];
    private Process? _process;
    private readonly int _port = FreePort.Next();

    public Uri Url => new($"http://127.0.0.1:{_port}");

    /// <summary>A token of an admin, made at the first start; the keys that verify it survive the restarts.</summary>
    public string Token { get; private set; } = "";

    private static string Program => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "FeedLoadProgram").Value!;

    /// <param name="settings">Settings such as <c>Gateway:Feed:RetainChanges=100</c>.</param>
    public async Task StartAsync(params string[] settings)
    {
        var ready = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.FullName };
        foreach (var argument in (string[])[Program, $"--urls=http://127.0.0.1:{_port}", $"--Gateway:Store:Path={_directory.FullName}/store/gateway.db", "--Gateway:Access:StartupToken=true", .. settings.Select(s => $"--{s}")])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, ready);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var match = await ready.Task.WithTimeout($"the gateway to be ready; it printed: {Output}");
        Token = Token.Length == 0 ? match.Groups[1].Value : Token;
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output.TakeLast(200));
            }
        }
    }

    public GatewayClient Connect() => GatewayClient.Create(new GatewayClientOptions
    {
        Url = Url,
        TokenProvider = _ => new ValueTask<string?>(Token),
        BackoffBase = TimeSpan.FromMilliseconds(50),
        BackoffCap = TimeSpan.FromMilliseconds(200),
    });

    /// <summary>Kills the process, so that none of its code runs any more, as after a power failure.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WithTimeout("the end of the gateway");
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        _directory.Delete(recursive: true);
    }

    private void Take(string? line, TaskCompletionSource<Match> ready)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (ReadyLine().Match(line) is { Success: true } match)
        {
            ready.TrySetResult(match);
        }
    }

    [GeneratedRegex(@"Gateway is ready: \S+/#token=(\S+)")]
    private static partial Regex ReadyLine();
}
