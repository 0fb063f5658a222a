namespace Gateway.Web.Streams.Feed;

/// <summary>The feed's present condition. Set by the writer, read by anyone.</summary>
internal sealed class FeedState
{
    private volatile int _current;

    public FeedStatus Current => (FeedStatus)_current;

    /// <summary>True when it was another before.</summary>
    public bool Become(FeedStatus status) => Interlocked.Exchange(ref _current, (int)status) != (int)status;
}
