using System.Diagnostics;
using Gateway.Worker;
using Gateway.Worker.Executors;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.LoadTest.Scale;

/// <summary>
/// A process that is the worker of many sessions, because a thousand processes do not fit into a test machine. The gateway
/// starts a stub for each session, as it would a worker; the stub leaves its arguments in a directory and waits. One of these
/// processes takes them up and runs the worker's own code for each: executor, ring, handshake, pipe. The gateway's side is as always.
/// </summary>
internal static class LoadWorker
{
    public const string Command = "load-worker";

    /// <summary>Of a file that is complete.</summary>
    public const string Extension = ".launch";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs until it is killed.</summary>
    /// <param name="directory">Where the stubs leave what they were started with: the nonce, then the arguments, a line each. Files are named by the stub's process id.</param>
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

    // Null when another of these processes was faster.
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

        // The gateway waits for the end of the process it started.
        try
        {
            using var process = Process.GetProcessById(stub);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // It has ended.
        }
    }
}
