using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>
/// Where an executor puts what happens. Called on the executor's thread only; every call copies what it needs and returns
/// at once, it never waits for a reader.
/// </summary>
public interface IExecutorSink
{
    /// <summary>The sequence of the latest event; 0 before the first.</summary>
    long LatestSequence { get; }

    /// <summary>The latest data change of an item; null when there was none, or it is not kept.</summary>
    MxEvent? LatestOf(int serverHandle, int itemHandle) => null;

    void OnDataChange(in DataChange change);

    void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null);

    void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null);

    void OnBufferedDataChange(in BufferedDataChange change);

    /// <summary>
    /// What comes until <see cref="Release"/> comes in one go, and had best travel together. Only around work that neither waits
    /// nor calls out.
    /// </summary>
    void Hold()
    {
    }

    /// <summary>Ends <see cref="Hold"/>.</summary>
    void Release()
    {
    }

    /// <summary>An item was added or changed how it is advised. Must come before the first event of the item.</summary>
    void ItemChanged(ItemInfo item);

    /// <summary>An item was removed; it has no further events.</summary>
    void ItemRemoved(int serverHandle, int itemHandle);

    /// <summary>The executor cannot go on. The worker reports it and ends. May come from any thread: the executor's own may be stuck.</summary>
    void Faulted(string code, string message);
}
