using Gateway.Events;
using Gateway.Values;
using Gateway.Worker.Executors;

namespace Gateway.Worker.Tests.Executors.Simulation;

/// <summary>Counts data changes per item without allocating, and keeps the statuses of failed writes.</summary>
internal sealed class CountingEvents : IMxEvents
{
    private readonly int[] _counts = new int[20_000];

    public List<MxStatus> Failures { get; } = [];

    public int Total { get; private set; }

    public int CountOf(int itemHandle) => _counts[itemHandle];

    public void Clear()
    {
        Total = 0;
        Array.Clear(_counts);
    }

    public void OnDataChange(in DataChange change)
    {
        Total++;
        _counts[change.ItemHandle]++;
    }

    public void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        Failures.AddRange(statuses?.Where(status => status.Success == 0) ?? []);

    public void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null)
    {
    }

    public void OnBufferedDataChange(in BufferedDataChange change)
    {
    }
}
