namespace Gateway.Web.Sessions.Workers;

/// <summary>Starts worker processes, and finds those of an earlier gateway. The seam under which tests put a worker of their own.</summary>
internal interface IWorkerLauncher
{
    /// <exception cref="Errors.GatewayException"><c>WorkerStartFailed</c>.</exception>
    IWorkerProcess Launch(WorkerLaunch launch);

    /// <returns>Null when that process certainly does not run any more; one that cannot be seen has to prove itself.</returns>
    IWorkerProcess? Find(ProcessIdentity identity);
}
