using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>
/// The four MXAccess callbacks. An <see cref="IMxAccess"/> raises them only on the executor's thread, possibly during a call of
/// one of its own methods. If the statuses are null, there was exactly one plain success.
/// </summary>
internal interface IMxEvents
{
    void OnDataChange(in DataChange change);

    void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null);

    void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null);

    void OnBufferedDataChange(in BufferedDataChange change);
}
