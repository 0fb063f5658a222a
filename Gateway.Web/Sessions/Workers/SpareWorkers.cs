using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Gateway.Web.Platform.Periodic;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Keeps started workers that have no session yet, so that a new session does not wait for the start of a process. A spare worker ends
/// as soon as the gateway's process has ended, because its standard input ends.
/// </summary>
internal sealed class SpareWorkers(WorkerCommand command, IOptions<WorkerOptions> options, TimeProvider time, ILogger<SpareWorkers> logger)
    : PeriodicService(time, logger)
{
    /// <summary>How long to wait with the next start after a spare worker ended by itself.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<Process> _waiting = new();
    private readonly int _wanted = options.Value.SpareWorkers;
    private long? _restSince;

    // Each turn starts one worker at most: together they would slow down the sessions that are being opened.
    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    protected override bool RunsAtStart => true;

    /// <summary>Gives a waiting worker to a session. Any thread may call it.</summary>
    /// <returns>The process; null when there is none, and the caller must start one itself.</returns>
    public Process? Take(WorkerLaunch launch)
    {
        if (_waiting.IsEmpty || command.ClaimOf(launch) is not { } claim)
        {
            return null;
        }

        while (_waiting.TryDequeue(out var process))
        {
            if (TryClaim(process, claim))
            {
                return process;
            }

            End(process);
        }

        return null;
    }

    public override Task RunOnceAsync(CancellationToken cancellationToken)
    {
        DropEnded();
        if (_waiting.Count < _wanted && !(_restSince is { } since && Time.GetElapsedTime(since) < Rest))
        {
            _restSince = null;
            StartOne();
        }

        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (_waiting.TryDequeue(out var process))
        {
            End(process);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _wanted == 0 ? Task.CompletedTask : base.ExecuteAsync(stoppingToken);

    private static bool TryClaim(Process process, byte[] claim)
    {
        try
        {
            var input = process.StandardInput.BaseStream;
            input.Write(claim);
            input.Flush();
            return !process.HasExited;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // The process has ended, or is about to.
        }

        process.Dispose();
    }

    private void StartOne()
    {
        try
        {
            _waiting.Enqueue(Process.Start(command.OfSpare())!);
        }
        catch
        {
            _restSince = Time.GetTimestamp();
            throw;
        }
    }

    private void DropEnded()
    {
        for (var left = _waiting.Count; left > 0 && _waiting.TryDequeue(out var process); left--)
        {
            if (!process.HasExited)
            {
                _waiting.Enqueue(process);
                continue;
            }

            _restSince = Time.GetTimestamp();
            WorkerLog.SpareEnded(logger, process.Id, process.ExitCode, Rest.TotalSeconds);
            process.Dispose();
        }
    }
}
