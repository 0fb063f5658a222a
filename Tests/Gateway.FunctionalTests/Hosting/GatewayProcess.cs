using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Client;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>The gateway as an operator runs it: a process with its own store, reached at the address it prints.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource<Match> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DirectoryInfo _directory;

    private GatewayProcess(DirectoryInfo directory, IEnumerable<string> arguments)
    {
        _directory = directory;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory.FullName };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Url { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public int ProcessId => _process.Id;

    private static string Program => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "GatewayProgram").Value!;

    /// <param name="settings">Such as <c>Gateway:Distribution:HistoryEvents=100</c>.</param>
    public static async Task<GatewayProcess> StartAsync(params string[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("gateway-test-");
        var gateway = new GatewayProcess(
            directory,
            ["--urls=http://127.0.0.1:0", $"--Gateway:Store:Path={directory.FullName}/store/gateway.db", .. settings.Select(s => $"--{s}")]);
        var ready = await gateway._ready.Task.WithTimeout($"the gateway to be ready; it printed: {gateway.Output}");
        gateway.Url = new Uri(ready.Groups[1].Value);
        gateway.Token = ready.Groups[2].Value;
        return gateway;
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <param name="via">Where to connect instead of the gateway itself.</param>
    /// <param name="protocol">Encoding of the hub's messages.</param>
    public GatewayClient Connect(Uri? via = null, GatewayHubProtocol protocol = GatewayHubProtocol.MessagePack) => GatewayClient.Create(new GatewayClientOptions
    {
        Url = via ?? Url,
        Protocol = protocol,
        TokenProvider = _ => new ValueTask<string?>(Token),
    });

    /// <summary>Asks the gateway to stop, as a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync().WithTimeout("kill");
        await _process.WaitForExitAsync().WithTimeout("the gateway to stop");
        return _process.ExitCode;
    }

    /// <summary>Open file descriptors of the process.</summary>
    public int CountHandles() => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    public long WorkingSet()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private void Take(string? line)
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
            _ready.TrySetResult(match);
        }
    }

    [GeneratedRegex(@"Gateway is ready: (\S+)/#token=(\S+)")]
    private static partial Regex ReadyLine();
}
