using System.Security.Cryptography;
using Gateway.Errors;
using Gateway.Protocol;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Starts worker processes, each with a nonce and a pipe of its own.</summary>
internal sealed class WorkerStarter(IWorkerLauncher launcher, PipeNames pipeNames, WorkerListenerFactory listeners, IOptions<WorkerOptions> options)
{
    /// <summary>Starts a process. Its pipe is open before.</summary>
    /// <param name="sessionId">The session of the worker, which need not exist yet.</param>
    /// <param name="backend">One of the configured backends.</param>
    /// <param name="isSpare">Whether the session does not exist yet.</param>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c>.</exception>
    public async Task<StartedWorker> StartAsync(string sessionId, string backend, bool isSpare)
    {
        var nonce = RandomNumberGenerator.GetBytes(ProtocolLimits.NonceBytes);
        var launch = new WorkerLaunch(sessionId, pipeNames.Of(sessionId), backend, nonce, EndWithGateway: !options.Value.EnableAdoption) { IsSpare = isSpare };
        var listener = listeners.Create(launch);
        listener.Open();
        try
        {
            return new StartedWorker(launch, launcher.Launch(launch), listener);
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }
}
