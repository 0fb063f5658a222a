using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Sessions.Workers;

/// <summary>A worker whose process was started, and the pipe that is open for it. It belongs to no session yet.</summary>
internal sealed class StartedWorker(WorkerLaunch launch, IWorkerProcess process, WorkerListener listener)
{
    public string SessionId => launch.SessionId;

    public string Backend => launch.Backend;

    public int ProcessId => process.ProcessId;

    /// <summary>Completes with the exit code when the process has ended.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>The place of this worker in its session, which owns the process and the pipe from now on.</summary>
    public WorkerPlace PlaceIn(OccurrenceRing session)
    {
        var place = new WorkerPlace(launch, process, listener, session);
        place.Ring.Note(new Occurrence(OccurrenceKind.WorkerStarted) { A = process.ProcessId });
        return place;
    }

    /// <summary>Waits until the worker has connected and waits for its session.</summary>
    /// <returns>False when its process ends first.</returns>
    /// <exception cref="TimeoutException">It did not connect in time.</exception>
    public async Task<bool> ConnectsAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) =>
        await Task.WhenAny(listener.Called, process.Exited).WaitAsync(atMost, time, cancellationToken) == listener.Called;

    /// <summary>Ends the process and closes the pipe.</summary>
    /// <returns>The exit code of the process.</returns>
    public async Task<int> EndAsync()
    {
        await listener.DisposeAsync();
        process.Kill();
        var exitCode = await process.Exited;
        process.Dispose();
        return exitCode;
    }
}
