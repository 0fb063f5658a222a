namespace Gateway.Web.Workers;

/// <summary>Starts worker processes, and finds those of an earlier gateway. The seam under which tests put a worker of their own.</summary>
internal interface IWorkerLauncher
{
    /// <exception cref="Errors.GatewayException"><c>WorkerStartFailed</c>.</exception>
    IWorkerProcess Launch(WorkerLaunch launch);

    /// <returns>Null when that process does not run any more.</returns>
    IWorkerProcess? Find(ProcessIdentity identity);
}
