namespace Gateway.Web.Streams.Feed;

/// <summary>The feed's current status. The writer sets it; any thread may read it.</summary>
internal sealed class FeedState
{
    private volatile int _current;

    public FeedStatus Current => (FeedStatus)_current;

    /// <summary>True when the status has changed.</summary>
    public bool Become(FeedStatus status) => Interlocked.Exchange(ref _current, (int)status) != (int)status;
}
