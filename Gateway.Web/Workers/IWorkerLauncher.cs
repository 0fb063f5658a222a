namespace Gateway.Web.Workers;

/// <summary>Starts worker processes. The seam under which tests put a worker of their own.</summary>
internal interface IWorkerLauncher
{
    /// <exception cref="Errors.GatewayException"><c>WorkerStartFailed</c>.</exception>
    IWorkerProcess Launch(WorkerLaunch launch);
}
