namespace Gateway.Web.Sessions.Workers;

/// <summary>Starts worker processes, and finds those of an earlier gateway. Tests replace it to use workers of their own.</summary>
internal interface IWorkerLauncher
{
    /// <exception cref="Errors.GatewayException"><c>WorkerStartFailed</c>.</exception>
    IWorkerProcess Launch(WorkerLaunch launch);

    /// <returns>Null when that process has certainly ended. A process that the system does not show must prove itself when it
    /// connects.</returns>
    IWorkerProcess? Find(ProcessIdentity identity);
}
