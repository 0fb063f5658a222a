using Gateway.Contracts;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>Where a reader begins: decided once, together with its registration, so that nothing falls between.</summary>
internal readonly record struct FeedStart(long Cursor, FeedResetReason? Reset)
{
    public static FeedStart Of(FeedResumePoint position, FeedBounds bounds)
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

        // 0 without an epoch is no position but the wish for all there is.
        return after >= beginning || (after == 0 && position.Epoch is null)
            ? new FeedStart(Math.Max(after, beginning), null)
            : new FeedStart(beginning, FeedResetReason.Retention);
    }
}
