namespace Gateway.Web.Streams.Feed;

/// <summary>Whether changes are being written.</summary>
internal enum FeedStatus
{
    /// <summary>The journal is being opened and checked; changes wait.</summary>
    Opening = 0,

    Running = 1,

    /// <summary>The disk, or the journal's own bound, is full; changes wait, then are dropped.</summary>
    Full = 2,

    /// <summary>Writing fails for another reason; changes wait, then are dropped.</summary>
    Failing = 3,
}
