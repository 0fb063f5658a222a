using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;
using Gateway.Worker.Executors;

namespace Gateway.Worker.Tests.Executors.Simulation;

/// <summary>Signals when a number of data changes has arrived.</summary>
internal sealed class SignallingSink(int events) : IExecutorSink
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public Task Reached => _reached.Task;

    public long LatestSequence => _count;

    public void OnDataChange(in DataChange change)
    {
        if (Interlocked.Increment(ref _count) == events)
        {
            _reached.TrySetResult();
        }
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

    public void Faulted(string code, string message) => _reached.TrySetException(new InvalidOperationException($"{code}: {message}"));
}
