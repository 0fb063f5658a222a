using System.ComponentModel;
using System.Diagnostics;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Starts the worker program, or takes a spare worker that already runs.</summary>
internal sealed class ProcessLauncher(
    WorkerCommand command, SpareWorkers spares, IProcessTable processes, TimeProvider time, ILogger<WorkerProcess> logger) : IWorkerLauncher
{
    public IWorkerProcess Launch(WorkerLaunch launch)
    {
        try
        {
            var process = spares.Take(launch) ?? Process.Start(command.Of(launch))!;
            BindToThisProcess(process, launch);
            return new WorkerProcess(process, launch, processes, logger);
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidOperationException)
        {
            throw new GatewayException(
                GatewayErrorCode.WorkerStartFailed, "The worker program could not be started; the gateway's log has the reason.", inner: error);
        }
    }

    public IWorkerProcess? Find(ProcessIdentity identity) =>
        identity.PresenceIn(processes) == ProcessPresence.Gone ? null : new AdoptedProcess(identity, processes, time, logger);

    // On every system the worker also watches for the end of its standard input; on systems other than Windows that is the only way.
    private void BindToThisProcess(Process process, WorkerLaunch launch)
    {
        if (!launch.EndWithGateway || !OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            WorkerJob.Add(process);
        }
        catch (Win32Exception error)
        {
            WorkerLog.NotBound(logger, launch.SessionId, error);
        }
    }
}
