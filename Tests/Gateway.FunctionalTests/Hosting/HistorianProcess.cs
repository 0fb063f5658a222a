using System.Diagnostics;
using System.Reflection;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>The historian of the client's README as a process, on one database across all its runs.</summary>
internal sealed class HistorianProcess(GatewayProcess gateway, string[] items) : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-test-");
    private readonly List<string> _output = [];
    private readonly Uri _url = gateway.Url;
    private readonly string _token = gateway.Token;
    private Process? _process;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output.TakeLast(50));
            }
        }
    }

    private string Database => Path.Combine(_directory.FullName, "history.db");

    private static string Program => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "HistorianProgram").Value!;

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", [Program, _url.ToString(), Database, .. items])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["GATEWAY_TOKEN"] = _token },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Kills the program, so that none of its code runs any more.</summary>
    public async Task KillAsync()
    {
        Assert.False(_process!.HasExited, $"The historian has ended by itself; it printed: {Output}");
        _process.Kill();
        await _process.WaitForExitAsync().WithTimeout("the end of the historian");
        _process.Dispose();
        _process = null;
    }

    /// <summary>The last sequence in the table; 0 while there is none.</summary>
    public long Latest() => File.Exists(Database) ? Read("SELECT IFNULL(MAX(sequence), 0) FROM events")[0] : 0;

    /// <summary>Rows, different sequences, the last one and the stored position.</summary>
    public (long Rows, long Sequences, long Last, long Position) Count()
    {
        var counts = Read("SELECT COUNT(*), COUNT(DISTINCT sequence), MAX(sequence), (SELECT sequence FROM position) FROM events");
        return (counts[0], counts[1], counts[2], counts[3]);
    }

    public long Gaps() => Read("SELECT COUNT(*) FROM gaps")[0];

    public long Epochs() => Read("SELECT COUNT(DISTINCT epoch) FROM events")[0];

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    private long[] Read(string query)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(query, connection);
        try
        {
            using var row = command.ExecuteReader();
            return row.Read() ? [.. Enumerable.Range(0, row.FieldCount).Select(row.GetInt64)] : [0];
        }
        catch (SqliteException error) when (error.Message.Contains("no such table", StringComparison.Ordinal))
        {
            // The program has not come that far.
            return [0];
        }
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Add(line);
            }
        }
    }
}
