using System.Diagnostics;
using Gateway.Worker;
using Gateway.Worker.Executors;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.LoadTest.Scale;

/// <summary>
/// A process that is the worker of many sessions, because a thousand processes do not fit into a test machine. For each session
/// the gateway starts a stub instead of a worker; the stub writes its arguments into a directory and waits. One of the load
/// workers takes them and runs the worker's own code for each session: executor, ring, handshake, pipe. The gateway's side is
/// unchanged.
/// </summary>
internal static class LoadWorker
{
    public const string Command = "load-worker";

    /// <summary>Extension of a file that is complete.</summary>
    public const string Extension = ".launch";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs until it is killed.</summary>
    /// <param name="directory">Where the stubs write their start data: the nonce and then the arguments, one per line. The stub's
    /// process id is the name of the file.</param>
    public static async Task<int> RunAsync(string directory)
    {
        Console.WriteLine($"{Targets.ServerProcess.ReadyMark} http://none/");
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync())
        {
            foreach (var file in Directory.EnumerateFiles(directory, "*" + Extension))
            {
                if (TryClaim(file) is { } claimed)
                {
                    var lines = await File.ReadAllLinesAsync(claimed);
                    File.Delete(claimed);
                    _ = ServeAsync(lines, int.Parse(Path.GetFileNameWithoutExtension(file), null));
                }
            }
        }

        return 0;
    }

    // Null when another load worker was faster.
    private static string? TryClaim(string file)
    {
        var claimed = $"{file}.{Environment.ProcessId}";
        try
        {
            File.Move(file, claimed);
            return claimed;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static async Task ServeAsync(string[] launch, int stub)
    {
        try
        {
            var faults = new List<string>();
            var options = WorkerArguments.Parse(launch[1..], faults) ?? throw new ArgumentException(string.Join(' ', faults));
            var executor = ExecutorFactory.Create(options, TimeProvider.System, NullLoggerFactory.Instance, faults) ?? throw new ArgumentException(string.Join(' ', faults));
            var identity = new WorkerIdentity(options.SessionId, options.PipeName, Guid.NewGuid().ToString("N")[..16], Convert.FromBase64String(launch[0]));
            await using var host = new WorkerHost(options, identity, executor, TimeProvider.System, NullLoggerFactory.Instance);
            await host.RunAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            await Console.Error.WriteLineAsync($"A session's worker failed: {error.Message}");
        }

        // The gateway waits for the end of the process that it started, which is the stub.
        try
        {
            using var process = Process.GetProcessById(stub);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // The process has already ended.
        }
    }
}
