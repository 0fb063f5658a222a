using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;
using Gateway.Worker.Executors;

namespace Gateway.Worker.ComTests;

/// <summary>
/// Checks a burst while it arrives (every number, in order, on one thread) and passes it on to the worker's recorder.
/// </summary>
internal sealed class BurstSink(IExecutorSink recorder, int last) : IExecutorSink
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _next;

    /// <summary>
    /// Completes when every number from 0, the first value, to the last one has arrived; fails at the first number that is out of
    /// order.
    /// </summary>
    public Task Complete => _complete.Task;

    /// <summary>Called at every thousandth number, on the executor's thread.</summary>
    public Action OnThousand { get; set; } = () => { };

    /// <summary>How many numbers had arrived at each announcement of an item.</summary>
    public ConcurrentQueue<long> Announcements { get; } = new();

    public HashSet<int> Threads { get; } = [];

    public long FirstAt { get; private set; }

    public long LastAt { get; private set; }

    public long LatestSequence => recorder.LatestSequence;

    public void OnDataChange(in DataChange change)
    {
        Threads.Add(Environment.CurrentManagedThreadId);
        recorder.OnDataChange(change);
        var number = change.Value.AsInt64();
        if (number != _next)
        {
            _complete.TrySetException(new InvalidDataException($"{number} came where {_next} should have."));
        }

        _next++;
        if (_next % 1_000 == 0)
        {
            OnThousand();
        }

        FirstAt = number == 1 ? TimeProvider.System.GetTimestamp() : FirstAt;
        if (number == last)
        {
            LastAt = TimeProvider.System.GetTimestamp();
            _complete.TrySetResult();
        }
    }

    public void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        recorder.OnWriteComplete(serverHandle, itemHandle, statuses);

    public void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        recorder.OperationComplete(serverHandle, itemHandle, statuses);

    public void OnBufferedDataChange(in BufferedDataChange change) => recorder.OnBufferedDataChange(change);

    public void ItemChanged(ItemInfo item)
    {
        Announcements.Enqueue(_next);
        recorder.ItemChanged(item);
    }

    public void ItemRemoved(int serverHandle, int itemHandle) => recorder.ItemRemoved(serverHandle, itemHandle);

    public void Faulted(string code, string message) => _complete.TrySetException(new InvalidOperationException($"{code}: {message}"));
}
