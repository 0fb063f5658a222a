using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>
/// Receives the component's callbacks before the sink does (Hop 0). It keeps the events of the temporary items of ReadBulk out of
/// the stream and counts write completions. Used only on the executor's thread.
/// </summary>
internal sealed class EventTap(IExecutorSink sink) : IMxEvents
{
    private readonly Dictionary<(int Server, int Item), PendingRead> _reads = [];
    private readonly Queue<PendingRead> _arrived = [];

    public ItemRegister Items { get; } = new(sink);

    /// <summary>The last data change of an item since it was advised; null when there was none.</summary>
    public MxEvent? LatestOf(ItemInfo item) =>
        sink.LatestOf(item.ServerHandle, item.ItemHandle) is { } latest && latest.Sequence > Items.AdvisedAfter(item) ? latest : null;

    /// <summary>Reads whose first callback has arrived and that are not finished yet.</summary>
    public Queue<PendingRead> Arrived => _arrived;

    /// <summary>Routes the item's events to the read from now on. Must be called before the item is advised.</summary>
    public void Watch(PendingRead read) => _reads[(read.ServerHandle, read.ItemHandle)] = read;

    public void Unwatch(PendingRead read) => _reads.Remove((read.ServerHandle, read.ItemHandle));

    public void OnDataChange(in DataChange change)
    {
        if (_reads.Count > 0 && _reads.TryGetValue((change.ServerHandle, change.ItemHandle), out var read))
        {
            if (read.TryArrive(change))
            {
                _arrived.Enqueue(read);
            }

            return;
        }

        sink.OnDataChange(change);
    }

    public void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null)
    {
        // A completion with category Pending is followed by the real completion.
        if (statuses is not [{ Category: MxStatusCategory.Pending }])
        {
            Items.WriteCompleted(serverHandle, itemHandle);
        }

        sink.OnWriteComplete(serverHandle, itemHandle, statuses);
    }

    public void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        sink.OperationComplete(serverHandle, itemHandle, statuses);

    public void OnBufferedDataChange(in BufferedDataChange change) => sink.OnBufferedDataChange(change);
}
