using System.Collections.Concurrent;
using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>The process table of a machine with at most one process.</summary>
internal sealed class FakeProcessTable : IProcessTable
{
    /// <summary>The process; null when there is none.</summary>
    public ProcessIdentity? Process { get; set; }

    /// <summary>Whether the system hides its processes.</summary>
    public bool Hidden { get; set; }

    public ConcurrentQueue<int> Killed { get; } = new();

    public bool TryFind(int processId, out ProcessIdentity? found)
    {
        found = Hidden || Process?.ProcessId != processId ? null : Process;
        return !Hidden;
    }

    public void Kill(int processId)
    {
        Killed.Enqueue(processId);
        Process = null;
    }
}
