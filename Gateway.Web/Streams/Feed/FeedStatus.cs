namespace Gateway.Web.Streams.Feed;

/// <summary>Whether changes can be written.</summary>
internal enum FeedStatus
{
    /// <summary>The journal is being opened and checked; changes wait.</summary>
    Opening = 0,

    Running = 1,

    /// <summary>
    /// The disk is full, or the journal has reached its largest size. Changes wait, and are dropped when too many wait.
    /// </summary>
    Full = 2,

    /// <summary>Writing fails for another reason. Changes wait, and are dropped when too many wait.</summary>
    Failing = 3,
}
