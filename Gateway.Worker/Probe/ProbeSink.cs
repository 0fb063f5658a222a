using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;
using Gateway.Worker.Executors;

namespace Gateway.Worker.Probe;

/// <summary>Receives the events of a probe and reports only faults.</summary>
internal sealed class ProbeSink(ProbeReport report) : IExecutorSink
{
    public long LatestSequence => 0;

    public void OnDataChange(in DataChange change)
    {
    }

    public void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null)
    {
    }

    public void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null)
    {
    }

    public void OnBufferedDataChange(in BufferedDataChange change)
    {
    }

    public void ItemChanged(ItemInfo item)
    {
    }

    public void ItemRemoved(int serverHandle, int itemHandle)
    {
    }

    public void Faulted(string code, string message) => report.Missing("executor", $"{code}: {message}");
}
