namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Which process it is: a process id alone comes back after a while, together with start and executable it does not.
/// </summary>
/// <param name="ProcessId">As the system gives it.</param>
/// <param name="Started">When it was started, in a form that only this machine's present run can compare; empty when that could not be had.</param>
/// <param name="Executable">Full path of the program's file when it was started; empty when that could not be had.</param>
internal sealed record ProcessIdentity(int ProcessId, string Started, string Executable)
{
    private const int Looks = 5;

    /// <summary>The identity of a process that this one has just started.</summary>
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

    /// <summary>Whether exactly this process runs.</summary>
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

        if (Started.Length == 0 || Executable.Length == 0 || found.Executable.Length == 0)
        {
            return ProcessPresence.Unknown;
        }

        return found == this ? ProcessPresence.Running : ProcessPresence.Gone;
    }
}
