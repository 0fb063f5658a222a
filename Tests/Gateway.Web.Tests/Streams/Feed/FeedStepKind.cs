namespace Gateway.Web.Tests.Streams.Feed;

internal enum FeedStepKind
{
    Append,
    Read,
    Resume,
    Prune,
    Restart,
    Kill,

    /// <summary>The machine loses the latest writes, except the high-water mark.</summary>
    LoseTail,
}
