namespace Gateway.Web.Sessions.Workers;

/// <summary>The processes of this machine, as far as the system shows them. May be used on any thread.</summary>
internal interface IProcessTable
{
    /// <summary>Finds the process that has an id now.</summary>
    /// <param name="processId">As the system gives it.</param>
    /// <param name="found">The process; null when no process has the id, or only the remains of an ended one. Its executable is empty
    /// when the system does not show it.</param>
    /// <returns>False when the system did not allow the query.</returns>
    bool TryFind(int processId, out ProcessIdentity? found);

    /// <summary>Ends the process that has the id. Does nothing when there is none.</summary>
    void Kill(int processId);
}
