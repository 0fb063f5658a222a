namespace Gateway.Web.Sessions.Workers;

/// <summary>A worker's process.</summary>
internal interface IWorkerProcess : IDisposable
{
    ProcessIdentity Identity { get; }

    int ProcessId { get; }

    /// <summary>Completes with the exit code when the process is gone.</summary>
    Task<int> Exited { get; }

    /// <summary>Ends the process at once. Harmless when it has ended.</summary>
    void Kill();
}
