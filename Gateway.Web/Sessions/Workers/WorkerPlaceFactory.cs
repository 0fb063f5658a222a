using Gateway.Errors;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Creates the places of workers: with a process that it starts, with a spare one, or with one of an earlier gateway.</summary>
internal sealed class WorkerPlaceFactory(WorkerStarter starter, SpareWorkers spares, IWorkerLauncher launcher, WorkerListenerFactory listeners)
{
    /// <summary>The workers that were started before their sessions.</summary>
    public SpareWorkers Spares => spares;

    /// <summary>Starts a worker.</summary>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c>.</exception>
    public async Task<WorkerPlace> LaunchAsync(string sessionId, string backend, OccurrenceRing session) =>
        (await starter.StartAsync(sessionId, backend, isSpare: false)).PlaceIn(session);

    /// <returns>The place of the spare worker that was reserved for the session; null when there is none.</returns>
    public WorkerPlace? TakeSpare(string sessionId, OccurrenceRing session) => spares.Take(sessionId)?.PlaceIn(session);

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
