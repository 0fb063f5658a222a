using System.Security.Cryptography;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Web.Platform.Recorder;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Creates the places of workers: with a process that it starts, or with one of an earlier gateway.</summary>
internal sealed class WorkerPlaceFactory(IWorkerLauncher launcher, PipeNames pipeNames, WorkerListenerFactory listeners, IOptions<WorkerOptions> options)
{
    /// <summary>Starts a process with a nonce of its own. Its pipe is open before.</summary>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c>.</exception>
    public async Task<WorkerPlace> LaunchAsync(string sessionId, string backend, OccurrenceRing session)
    {
        var nonce = RandomNumberGenerator.GetBytes(ProtocolLimits.NonceBytes);
        var launch = new WorkerLaunch(sessionId, pipeNames.Of(sessionId), backend, nonce, EndWithGateway: !options.Value.EnableAdoption);
        var listener = listeners.Create(launch);
        listener.Open();
        try
        {
            var place = new WorkerPlace(launch, launcher.Launch(launch), listener, session);
            place.Ring.Note(new Occurrence(OccurrenceKind.WorkerStarted) { A = place.ProcessId });
            return place;
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }

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
