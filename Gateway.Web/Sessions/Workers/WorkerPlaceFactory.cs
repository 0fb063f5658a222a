using System.Security.Cryptography;
using Gateway.Errors;
using Gateway.Protocol;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Creates the places of workers: with a process that it starts, or with one of an earlier gateway.</summary>
internal sealed class WorkerPlaceFactory(
    IWorkerLauncher launcher, PipeNames pipeNames, PipeRefusals refusals, IOptions<WorkerOptions> options, TimeProvider time)
{
    /// <summary>Starts a process with a nonce of its own. Its pipe is open before.</summary>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c>.</exception>
    public async Task<WorkerPlace> LaunchAsync(string sessionId, string backend)
    {
        var nonce = RandomNumberGenerator.GetBytes(ProtocolLimits.NonceBytes);
        var launch = new WorkerLaunch(sessionId, pipeNames.Of(sessionId), backend, nonce, EndWithGateway: !options.Value.EnableAdoption);
        var listener = Listener(launch);
        listener.Open();
        try
        {
            return new WorkerPlace(launch, launcher.Launch(launch), listener);
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }

    /// <returns>Null when the process has certainly ended.</returns>
    public WorkerPlace? Find(string sessionId, string backend, WorkerRecord record)
    {
        var launch = new WorkerLaunch(sessionId, record.PipeName, backend, record.Nonce, EndWithGateway: false);
        return launcher.Find(record.Process) is { } process ? new WorkerPlace(launch, process, Listener(launch)) : null;
    }

    private WorkerListener Listener(WorkerLaunch launch) => new(launch, options.Value, refusals, time);
}
