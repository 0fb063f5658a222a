using System.Diagnostics;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.LoadTest.Targets;

/// <summary>A server under load: it is started, awaited until it is ready, and measured from outside.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    public const string ReadyMark = "Ready:";

    private const int KeptLines = 200;

    private readonly Process _process;
    private readonly Queue<string> _output = new();
    private readonly TaskCompletionSource<Match> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Process Process => _process;

    private string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <param name="program">The program to run.</param>
    /// <param name="arguments">Arguments of the program.</param>
    /// <param name="environment">Variables in addition to those of this process.</param>
    /// <returns>The process, and the address in its ready line.</returns>
    public static async Task<(ServerProcess Server, Uri Url)> StartAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var server = new ServerProcess(start);
        try
        {
            var ready = await server._ready.Task.WithTimeout($"{program} to be ready");
            return (server, new Uri(ready.Groups[1].Value));
        }
        catch (TimeoutException error)
        {
            var output = server.Output;
            await server.DisposeAsync();
            throw new TimeoutException($"{error.Message} It printed: {output}", error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > KeptLines)
            {
                _output.Dequeue();
            }
        }

        if (ReadyLine().Match(line) is { Success: true } match)
        {
            _ready.TrySetResult(match);
        }
    }

    [GeneratedRegex(@"^Ready: (\S+)")]
    private static partial Regex ReadyLine();
}
