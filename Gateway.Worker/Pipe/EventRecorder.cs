using System.Buffers;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Threading;
using Gateway.Values;
using Gateway.Wire;
using Gateway.Worker.Executors;

namespace Gateway.Worker.Pipe;

/// <summary>
/// Hop 1: encodes each event once, as the row that clients get, and appends it to the ring. Called on the executor's thread;
/// never waits.
/// </summary>
internal sealed class EventRecorder(EventRing ring, LatestRows latest, ItemJournal items, AsyncSignal wake, TimeProvider time) : IExecutorSink
{
    /// <summary>Largest number of events that are held; it is about the size of one write to the pipe.</summary>
    private const int LongestHold = 256;

    private readonly ArrayBufferWriter<byte> _row = new(256);
    private readonly TaskCompletionSource<(string Code, string Message)> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _holding;
    private int _held;

    public long LatestSequence => ring.Latest;

    /// <summary>Completes when the executor cannot continue.</summary>
    public Task<(string Code, string Message)> Fault => _fault.Task;

    public MxEvent? LatestOf(int serverHandle, int itemHandle) => latest.Find(serverHandle, itemHandle);

    public void OnDataChange(in DataChange change)
    {
        var sequence = ring.Latest + 1;
        EventRow.Write(new WireWriter(_row), sequence, Now, change);
        latest.Set(change.ServerHandle, change.ItemHandle, sequence, _row.WrittenSpan);
        Append();
    }

    public void OnBufferedDataChange(in BufferedDataChange change)
    {
        EventRow.Write(new WireWriter(_row), ring.Latest + 1, Now, change);
        Append();
    }

    public void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        Complete(new Completion(EventFamily.OnWriteComplete, serverHandle, itemHandle, statuses));

    public void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        Complete(new Completion(EventFamily.OperationComplete, serverHandle, itemHandle, statuses));

    public void Hold() => _holding = true;

    public void Release()
    {
        _holding = false;
        if (_held > 0)
        {
            _held = 0;
            wake.Set();
        }
    }

    public void ItemChanged(ItemInfo item)
    {
        items.Changed(item);
        wake.Set();
    }

    public void ItemRemoved(int serverHandle, int itemHandle)
    {
        items.Removed(serverHandle, itemHandle);
        latest.Remove(serverHandle, itemHandle);
        wake.Set();
    }

    public void Faulted(string code, string message) => _fault.TrySetResult((code, message));

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private void Complete(in Completion completion)
    {
        EventRow.Write(new WireWriter(_row), ring.Latest + 1, Now, completion);
        Append();
    }

    private void Append()
    {
        ring.Append(_row.WrittenSpan);
        _row.ResetWrittenCount();
        if (!_holding || ++_held >= LongestHold)
        {
            _held = 0;
            wake.Set();
        }
    }
}
