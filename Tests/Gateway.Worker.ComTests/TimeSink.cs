using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;
using Gateway.Worker.Executors;

namespace Gateway.Worker.ComTests;

/// <summary>Keeps the first data change with its raw time.</summary>
internal sealed class TimeSink : IExecutorSink
{
    private readonly TaskCompletionSource<DataChange> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<DataChange> First => _first.Task;

    public long LatestSequence => 0;

    public void OnDataChange(in DataChange change) => _first.TrySetResult(change);

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

    public void Faulted(string code, string message) => _first.TrySetException(new InvalidOperationException($"{code}: {message}"));
}
