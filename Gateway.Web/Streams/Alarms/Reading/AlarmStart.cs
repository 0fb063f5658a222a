using Gateway.Contracts;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>
/// Where a reader begins. It is decided under the same lock as the registration, so that no transition is lost between the two.
/// </summary>
internal readonly record struct AlarmStart(long Cursor, AlarmGapReason? Gap, bool Snapshot, long RequestedAfter)
{
    public static AlarmStart Of(AlarmRequest request, LogBounds bounds)
    {
        if (request.After is not { } after)
        {
            return new AlarmStart(bounds.Latest, null, Snapshot: true, bounds.Latest);
        }

        AlarmGapReason? gap = request.Epoch is { } epoch && epoch != bounds.Epoch ? AlarmGapReason.EpochChanged
            : after > bounds.Latest ? AlarmGapReason.Ahead
            : after < bounds.Oldest - 1 ? AlarmGapReason.Retention
            : null;
        return gap is null ? new AlarmStart(after, null, Snapshot: false, after) : new AlarmStart(bounds.Latest, gap, Snapshot: true, after);
    }
}
