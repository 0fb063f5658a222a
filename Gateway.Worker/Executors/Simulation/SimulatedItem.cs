using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>One item handle. Executor thread only.</summary>
internal sealed class SimulatedItem(int serverHandle, int itemHandle, ResolvedReference reference, bool buffered)
{
    public int ServerHandle => serverHandle;

    public int ItemHandle => itemHandle;

    public ResolvedReference Reference => reference;

    public AdviseKind Advised { get; set; }

    /// <summary>Counts advises, so that a first callback that was meant for an earlier one is not given.</summary>
    public int AdviseCount { get; set; }

    /// <summary>The first callback has come with a value: writes are possible from now on.</summary>
    public bool IsResolved { get; set; }

    public bool IsSuspended { get; set; }

    public bool IsRemoved { get; set; }

    /// <summary>Samples that wait for the next OnBufferedDataChange; null for items that are not buffered.</summary>
    public SampleBuffer? Samples { get; } = buffered ? new SampleBuffer() : null;

    public MxValue LastValue { get; set; }

    public int LastQuality { get; set; }

    /// <summary>Place in the load generator's list; -1 when not in it.</summary>
    public int LoadIndex { get; set; } = -1;
}
