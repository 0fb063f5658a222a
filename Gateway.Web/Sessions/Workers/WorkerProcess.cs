using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.Web.Sessions.Workers;

/// <summary>A worker process that this gateway started. Its output goes to the gateway's log under the session's id.</summary>
internal sealed class WorkerProcess : IWorkerProcess
{
    /// <summary>How long the last lines of a process that has ended are waited for. What comes later is in the log all the same.</summary>
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly Task _output;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WorkerProcess(Process process, WorkerLaunch launch, IProcessTable processes, TimeProvider time, ILogger<WorkerProcess> logger)
    {
        _process = process;
        _time = time;
        ProcessId = process.Id;
        Identity = ProcessIdentity.OfStarted(process.Id, processes);
        _output = Task.WhenAll(
            WorkerOutput.Read(process.StandardOutput, $"worker {ProcessId} output", line => WorkerLog.Printed(logger, launch.SessionId, ProcessId, line)),
            WorkerOutput.Read(process.StandardError, $"worker {ProcessId} errors", line => WorkerLog.Complained(logger, launch.SessionId, ProcessId, line)));
        // Standard input stays open for a worker that ends with the gateway; when it closes, the worker knows that the gateway has
        // ended.
        if (!launch.EndWithGateway)
        {
            process.StandardInput.Close();
        }

        process.Exited += (_, _) => _ended.TrySetResult();
        process.EnableRaisingEvents = true;
        Exited = WaitAsync();
    }

    public ProcessIdentity Identity { get; }

    public int ProcessId { get; }

    public Task<int> Exited { get; }

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // The process has ended, or is about to.
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync()
    {
        await _ended.Task;
        await _output.WaitAsync(OutputPatience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _process.ExitCode;
    }
}
