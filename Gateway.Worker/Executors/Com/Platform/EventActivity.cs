using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Platform;

/// <summary>Passes events on unchanged and remembers when the platform last showed life. Apartment's thread only.</summary>
internal sealed class EventActivity(IMxEvents target, TimeProvider time) : IMxEvents
{
    private const int QualityMask = 0xC0;

    /// <summary>When the latest value of other than bad quality came; a timestamp of the time provider.</summary>
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
