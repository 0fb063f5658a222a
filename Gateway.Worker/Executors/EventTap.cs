using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>
/// Stands between the component's callbacks and the sink (Hop 0): keeps the events of a ReadBulk's temporary items out of
/// the stream and counts write completions. Executor thread only.
/// </summary>
internal sealed class EventTap(IExecutorSink sink) : IMxEvents
{
    private readonly Dictionary<(int Server, int Item), PendingRead> _reads = [];
    private readonly Queue<PendingRead> _arrived = [];

    public ItemRegister Items { get; } = new(sink);

    /// <summary>The last data change of an item since it was advised; null when there was none.</summary>
    public MxEvent? LatestOf(ItemInfo item) =>
        sink.LatestOf(item.ServerHandle, item.ItemHandle) is { } latest && latest.Sequence > Items.AdvisedAfter(item) ? latest : null;

    /// <summary>Reads whose first callback has come and that nobody has finished yet.</summary>
    public Queue<PendingRead> Arrived => _arrived;

    /// <summary>From now on the item's events belong to the read. Must be called before the item is advised.</summary>
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
        // A completion that is itself still pending will be followed by the real one.
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
