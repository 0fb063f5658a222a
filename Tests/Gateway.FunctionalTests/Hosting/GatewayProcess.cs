using System.Diagnostics;
using System.Text.RegularExpressions;
using Gateway.Client;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>The gateway as an operator runs it: a process with its own store, used at the address that it prints.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource<Match> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DirectoryInfo _directory;
    private readonly string[] _settings;
    private readonly GatewayStart _how;
    private bool _isSucceeded;

    private GatewayProcess(DirectoryInfo directory, string[] settings, int port, GatewayStart how)
    {
        _directory = directory;
        _settings = settings;
        _how = how;
        string[] arguments =
        [
            $"--urls=http://127.0.0.1:{port}", $"--Gateway:Store:Path={directory.FullName}/store/gateway.db", "--Gateway:Workers:EnableAdoption=false", .. (string[])(how.HasToken ? ["--Gateway:Access:StartupToken=true"] : []),
            .. settings.Select(s => $"--{s}"),
        ];
        var start = GatewayProgram.Start(how.Program ?? GatewayProgram.Path, arguments);
        start.WorkingDirectory = directory.FullName;
        foreach (var (name, value) in how.Environment)
        {
            start.Environment[name] = value;
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

    /// <param name="settings">Settings such as <c>Gateway:Distribution:HistoryEvents=100</c>.</param>
    public static Task<GatewayProcess> StartAsync(params string[] settings) => StartAsync(new GatewayStart(), settings);

    /// <param name="how">The program and its environment.</param>
    /// <param name="settings">Settings such as <c>Gateway:Distribution:HistoryEvents=100</c>.</param>
    public static async Task<GatewayProcess> StartAsync(GatewayStart how, params string[] settings)
    {
        var gateway = new GatewayProcess(Directory.CreateTempSubdirectory("gateway-test-"), settings, FreePort.Next(), how);
        await gateway.UntilReadyAsync();
        return gateway;
    }

    /// <summary>Starts the next gateway on the store and at the address of this one, which has ended.</summary>
    /// <param name="settings">If there are any, they replace the earlier settings.</param>
    public async Task<GatewayProcess> StartAgainAsync(params string[] settings)
    {
        _isSucceeded = true;
        var next = new GatewayProcess(_directory, settings.Length > 0 ? settings : _settings, Url.Port, _how);
        await next.UntilReadyAsync();
        return next;
    }

    /// <summary>
    /// Starts the next gateway on the store of this one, for one that refuses to start, and returns its exit code.
    /// </summary>
    public async Task<(int ExitCode, string Output)> FailToStartAgainAsync(params string[] settings)
    {
        await using var next = new GatewayProcess(_directory, settings.Length > 0 ? settings : _settings, port: 0, _how) { _isSucceeded = true };
        await next._process.WaitForExitAsync().WithTimeout($"the gateway to refuse; it printed: {next.Output}");
        return (next._process.ExitCode, next.Output);
    }

    /// <summary>Kills the gateway, as a crash would end it, and leaves its workers running.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WithTimeout("the end of the gateway");
    }

    public string StoreDirectory => Path.Combine(_directory.FullName, "store");

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

    /// <param name="via">Address to connect to instead of the gateway's own.</param>
    /// <param name="protocol">Encoding of the hub's messages.</param>
    public GatewayClient Connect(Uri? via = null, GatewayHubProtocol protocol = GatewayHubProtocol.MessagePack) => GatewayClient.Create(OptionsOf(via, protocol));

    /// <param name="token">Token of another caller than the one that the gateway printed.</param>
    public GatewayClient Connect(string token) => GatewayClient.Create(new GatewayClientOptions { Url = Url, TokenProvider = _ => new ValueTask<string?>(token) });

    /// <summary>A client that has several addresses of this gateway.</summary>
    public GatewayClient ConnectByAny(params Uri[] addresses) =>
        GatewayClient.Create(new GatewayClientOptions { Urls = addresses, TokenProvider = _ => new ValueTask<string?>(Token) });

    /// <summary>Connects a client that sends pings often.</summary>
    /// <param name="ping">Interval of the pings.</param>
    /// <param name="silence">After this time without a message the gateway counts as unreachable.</param>
    /// <param name="via">Address to connect to instead of the gateway's own.</param>
    public GatewayClient ConnectWatchful(TimeSpan ping, TimeSpan silence, Uri? via = null) => GatewayClient.Create(new GatewayClientOptions
    {
        Url = via ?? Url,
        TokenProvider = _ => new ValueTask<string?>(Token),
        KeepAliveInterval = ping,
        ServerTimeout = silence,
    });

    /// <summary>Asks the gateway to stop, as a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync().WithTimeout("kill");
        return await EndAsync();
    }

    /// <summary>Waits until the gateway has ended by itself, and returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WithTimeout("the gateway to stop");
        return _process.ExitCode;
    }

    /// <summary>Number of open file descriptors of the process.</summary>
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
        if (!_isSucceeded)
        {
            // Workers that outlived a gateway are no children of the next one.
            await ProcessTable.KillAllInAsync(_directory.FullName);
            _directory.Delete(recursive: true);
        }
    }

    private GatewayClientOptions OptionsOf(Uri? via, GatewayHubProtocol protocol) => new()
    {
        Url = via ?? Url,
        Protocol = protocol,
        TokenProvider = _ => new ValueTask<string?>(Token),
    };

    private async Task UntilReadyAsync()
    {
        try
        {
            var ready = await _ready.Task.WithTimeout("the gateway to be ready");
            Url = new Uri(ready.Groups[1].Value);
            Token = ready.Groups[2].Value;
        }
        catch (TimeoutException error)
        {
            // Nobody else holds the process yet, so nobody else would end it.
            var printed = Output;
            await DisposeAsync();
            throw new TimeoutException($"{error.Message} It printed: {printed}", error);
        }
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

    [GeneratedRegex(@"Gateway is ready: (http[^\s/]+//[^\s/]+)(?:/#token=(\S+))?")]
    private static partial Regex ReadyLine();
}
