using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>The item behind one item handle. Used only on the executor's thread.</summary>
internal sealed class SimulatedItem(int serverHandle, int itemHandle, ResolvedReference reference, bool buffered)
{
    public int ServerHandle => serverHandle;

    public int ItemHandle => itemHandle;

    public ResolvedReference Reference => reference;

    public AdviseKind Advised { get; set; }

    /// <summary>Counts the calls of Advise, so that a first callback that belongs to an earlier one is not raised.</summary>
    public int AdviseCount { get; set; }

    /// <summary>Whether the first callback has delivered a value; only then are writes possible.</summary>
    public bool IsResolved { get; set; }

    public bool IsSuspended { get; set; }

    public bool IsRemoved { get; set; }

    /// <summary>Samples for the next OnBufferedDataChange; null for items that are not buffered.</summary>
    public SampleBuffer? Samples { get; } = buffered ? new SampleBuffer() : null;

    public MxValue LastValue { get; set; }

    public int LastQuality { get; set; }

    /// <summary>Index in the load generator's list; -1 when the item is not in it.</summary>
    public int LoadIndex { get; set; } = -1;
}
