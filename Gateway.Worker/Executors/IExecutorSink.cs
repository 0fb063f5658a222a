using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>
/// Receives everything that an executor reports. Except for <see cref="Faulted"/> it is called only on the executor's thread.
/// Every call copies what it needs and returns at once; it never waits for a reader.
/// </summary>
public interface IExecutorSink
{
    /// <summary>Sequence of the latest event; 0 before the first one.</summary>
    long LatestSequence { get; }

    /// <summary>The latest data change of an item; null when there was none or the sink does not keep it.</summary>
    MxEvent? LatestOf(int serverHandle, int itemHandle) => null;

    void OnDataChange(in DataChange change);

    void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null);

    void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null);

    void OnBufferedDataChange(in BufferedDataChange change);

    /// <summary>
    /// Announces that the events until <see cref="Release"/> belong together and are best sent together. Use it only around work
    /// that neither waits nor calls other components.
    /// </summary>
    void Hold()
    {
    }

    /// <summary>Ends the effect of <see cref="Hold"/>.</summary>
    void Release()
    {
    }

    /// <summary>
    /// An item was added, or the way it is advised has changed. Must be called before the first event of the item.
    /// </summary>
    void ItemChanged(ItemInfo item);

    /// <summary>An item was removed; no further events of it follow.</summary>
    void ItemRemoved(int serverHandle, int itemHandle);

    /// <summary>
    /// The executor cannot continue; the worker reports this and ends. May be called on any thread, because the executor's own
    /// may be stuck.
    /// </summary>
    void Faulted(string code, string message);
}
