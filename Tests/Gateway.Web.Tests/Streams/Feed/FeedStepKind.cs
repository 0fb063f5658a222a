namespace Gateway.Web.Tests.Streams.Feed;

internal enum FeedStepKind
{
    Append,
    Read,
    Resume,
    Prune,
    Restart,
    Kill,

    /// <summary>The machine loses what was written last, except for the mark.</summary>
    LoseTail,
}
