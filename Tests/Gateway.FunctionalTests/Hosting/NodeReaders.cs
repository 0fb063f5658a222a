using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Gateway.Serialization;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>
/// TypeScript clients in a separate Node process, each of which reads the events of one session from the first one.
/// </summary>
internal sealed class NodeReaders : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _errors = [];
    private volatile NodeReaderLog[] _logs = [];

    private NodeReaders(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _logs = line.Data is { } text ? JsonSerializer.Deserialize<NodeReaderLog[]>(text, GatewayJson.Options)! : _logs;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.Add(line.Data ?? "");
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What each client has received so far; empty before the first report.</summary>
    public IReadOnlyList<NodeReaderLog> Logs => _process.HasExited ? throw new InvalidOperationException($"Node ended: {Errors}") : _logs;

    private string Errors
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    private static string Program => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "NodeReaders").Value!;

    public static NodeReaders Start(GatewayProcess gateway, string sessionId, int clients)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Program, gateway.Url.ToString().TrimEnd('/'), gateway.Token, sessionId, $"{clients}" })
        {
            start.ArgumentList.Add(argument);
        }

        return new NodeReaders(start);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
