using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>
/// The four MXAccess callbacks. An <see cref="IMxAccess"/> raises them on the executor's thread only, also from within one
/// of its own methods. Statuses null means exactly one plain success.
/// </summary>
internal interface IMxEvents
{
    void OnDataChange(in DataChange change);

    void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null);

    void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null);

    void OnBufferedDataChange(in BufferedDataChange change);
}
