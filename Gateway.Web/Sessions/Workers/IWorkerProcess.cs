namespace Gateway.Web.Sessions.Workers;

/// <summary>A worker's process.</summary>
internal interface IWorkerProcess : IDisposable
{
    ProcessIdentity Identity { get; }

    int ProcessId { get; }

    /// <summary>Completes with the exit code when the process has ended.</summary>
    Task<int> Exited { get; }

    /// <summary>Ends the process at once. Does nothing when it has ended.</summary>
    void Kill();
}
