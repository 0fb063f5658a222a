namespace Gateway.Web.Sessions.Workers;

/// <summary>The processes of this machine, as far as the system shows them. Any thread.</summary>
internal interface IProcessTable
{
    /// <summary>Looks who has a process id now.</summary>
    /// <param name="processId">As the system gives it.</param>
    /// <param name="found">Null when nobody has it, or only the remains of an ended process; its executable is empty when that is not shown.</param>
    /// <returns>False when the system did not let it be looked at.</returns>
    bool TryFind(int processId, out ProcessIdentity? found);

    /// <summary>Ends whoever has the id. Harmless when nobody has.</summary>
    void Kill(int processId);
}
