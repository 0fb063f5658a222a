using Gateway.Errors;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Creates the places of workers: with a process that it starts, with a spare one, or with one of an earlier gateway.</summary>
internal sealed class WorkerPlaceFactory(WorkerStarter starter, SpareWorkers spares, IWorkerLauncher launcher, WorkerListenerFactory listeners)
{
    /// <inheritdoc cref="SpareWorkers.NextSessionId"/>
    public string NextSessionId(string backend) => spares.NextSessionId(backend);

    /// <inheritdoc cref="SpareWorkers.ReleaseAsync"/>
    public Task ReleaseAsync(string sessionId) => spares.ReleaseAsync(sessionId);

    /// <summary>Takes the spare worker that has the session's id, or starts one.</summary>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c>.</exception>
    public async Task<WorkerPlace> LaunchAsync(string sessionId, string backend, OccurrenceRing session) =>
        (spares.Take(sessionId) ?? await starter.StartAsync(sessionId, backend, isSpare: false)).PlaceIn(session);

    /// <returns>Null when the process has certainly ended.</returns>
    public WorkerPlace? Find(string sessionId, string backend, OccurrenceRing session, WorkerRecord record)
    {
        var launch = new WorkerLaunch(sessionId, record.PipeName, backend, record.Nonce, EndWithGateway: false);
        if (launcher.Find(record.Process) is not { } process)
        {
            return null;
        }

        var place = new WorkerPlace(launch, process, listeners.Create(launch), session);
        place.Ring.Note(new Occurrence(OccurrenceKind.WorkerFound) { A = place.ProcessId });
        return place;
    }
}
