using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Platform;

/// <summary>
/// Passes events on unchanged and records when the platform last delivered a value. Used only on the apartment's thread.
/// </summary>
internal sealed class EventActivity(IMxEvents target, TimeProvider time) : IMxEvents
{
    private const int QualityMask = 0xC0;

    /// <summary>
    /// When the latest value with a quality other than bad, or the latest buffered event, arrived; a timestamp of the time
    /// provider.
    /// </summary>
    public long LastLife { get; private set; } = time.GetTimestamp();

    public static bool IsBad(int quality) => (quality & QualityMask) == 0;

    public void OnDataChange(in DataChange change)
    {
        if (!IsBad(change.Quality))
        {
            LastLife = time.GetTimestamp();
        }

        target.OnDataChange(change);
    }

    public void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        target.OnWriteComplete(serverHandle, itemHandle, statuses);

    public void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        target.OperationComplete(serverHandle, itemHandle, statuses);

    public void OnBufferedDataChange(in BufferedDataChange change)
    {
        LastLife = time.GetTimestamp();
        target.OnBufferedDataChange(change);
    }
}
