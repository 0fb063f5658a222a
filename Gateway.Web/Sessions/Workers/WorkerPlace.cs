using System.Globalization;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Sessions.Workers;

/// <summary>A session's place for its worker: the worker's process, and the pipe to which it connects.</summary>
internal sealed class WorkerPlace(WorkerLaunch launch, IWorkerProcess process, WorkerListener listener, OccurrenceRing session)
{
    public string SessionId => launch.SessionId;

    public int ProcessId => process.ProcessId;

    /// <summary>What the flight recorder keeps of the process.</summary>
    public OccurrenceRing Ring { get; } = session.Open(
        new RingHeading(RecorderPart.Worker, process.ProcessId.ToString(CultureInfo.InvariantCulture), session.IsNone ? "" : session.Heading.Subject) { Session = session });

    /// <summary>Completes with the exit code when the process has ended.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>What is needed to find the worker again. A worker that ends with this gateway is never adopted, so its nonce is not kept.</summary>
    public WorkerRecord Record => new(launch.PipeName, launch.EndWithGateway ? [] : launch.Nonce, process.Identity);

    /// <summary>Whether the pipe's name is held by another process, so that no worker can connect.</summary>
    public bool IsKeptOut => listener.IsKeptOut;

    /// <summary>Waits for the worker to connect and to prove its identity, for as long as its process lives.</summary>
    /// <param name="resumeAfter">Highest sequence that the gateway has of this worker; 0 for a new one.</param>
    /// <param name="cancellationToken">The time for it is over.</param>
    /// <returns>Null when the process ends or the time is over first.</returns>
    public Task<WorkerConnection?> ConnectAsync(long resumeAfter, CancellationToken cancellationToken) =>
        listener.TryAcceptAsync(process, resumeAfter, cancellationToken);

    /// <summary>Ends the process at once; does not wait for its end.</summary>
    public void Kill() => process.Kill();

    /// <summary>Ends the process and closes the pipe.</summary>
    /// <returns>The exit code of the process.</returns>
    public async Task<int> EndAsync()
    {
        await listener.DisposeAsync();
        process.Kill();
        var exitCode = await process.Exited;
        process.Dispose();
        Ring.Note(new Occurrence(OccurrenceKind.WorkerExited) { A = exitCode });
        Ring.End();
        return exitCode;
    }

    /// <summary>Closes the pipe and lets the process run.</summary>
    public async Task ReleaseAsync()
    {
        await listener.DisposeAsync();
        process.Dispose();
        Ring.Note(OccurrenceKind.WorkerHandedOver);
        Ring.End();
    }
}
