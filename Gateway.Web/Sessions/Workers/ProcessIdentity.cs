namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Identifies a process. The system reuses process ids, but not together with the same start time. The program's file may be moved or
/// replaced while the process runs, as an upgrade does, so its path is no part of what identifies it.
/// </summary>
/// <param name="ProcessId">As the system gives it.</param>
/// <param name="Started">When the process started, in a form that can only be compared on this machine until it restarts; empty when it
/// could not be read.</param>
/// <param name="Executable">Full path of the program's file when the process started, for people; empty when it could not be read.</param>
internal sealed record ProcessIdentity(int ProcessId, string Started, string Executable)
{
    private const int Looks = 5;

    /// <summary>The identity of a child process that was just started.</summary>
    public static ProcessIdentity OfStarted(int processId, IProcessTable processes)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (processes.TryFind(processId, out var found) && found is null or { Executable.Length: > 0 })
            {
                return found ?? new ProcessIdentity(processId, "", "");
            }
        }

        return new ProcessIdentity(processId, "", "");
    }

    /// <summary>Whether this process is running.</summary>
    public ProcessPresence PresenceIn(IProcessTable processes)
    {
        if (!processes.TryFind(ProcessId, out var found))
        {
            return ProcessPresence.Unknown;
        }

        if (found is null || (Started.Length > 0 && found.Started != Started))
        {
            return ProcessPresence.Gone;
        }

        return Started.Length == 0 ? ProcessPresence.Unknown : ProcessPresence.Running;
    }
}
