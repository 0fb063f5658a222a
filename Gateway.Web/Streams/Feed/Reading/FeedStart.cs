using Gateway.Contracts;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>
/// Where a reader begins. It is decided under the same lock as the registration, so that no change is lost between the two.
/// </summary>
internal readonly record struct FeedStart(long Cursor, FeedResetReason? Reset)
{
    public static FeedStart Of(FeedResumePoint position, LogBounds bounds)
    {
        var beginning = bounds.Oldest - 1;
        if (position.After is not { } after)
        {
            return new FeedStart(bounds.Latest, null);
        }

        if (position.Epoch is { } epoch && epoch != bounds.Epoch)
        {
            return new FeedStart(beginning, FeedResetReason.EpochChanged);
        }

        if (after > bounds.Latest)
        {
            return new FeedStart(beginning, FeedResetReason.Ahead);
        }

        // 0 without an epoch is not a position: it asks for everything that is retained.
        return after >= beginning || (after == 0 && position.Epoch is null)
            ? new FeedStart(Math.Max(after, beginning), null)
            : new FeedStart(beginning, FeedResetReason.Retention);
    }
}
