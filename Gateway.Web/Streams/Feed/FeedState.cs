namespace Gateway.Web.Streams.Feed;

/// <summary>
/// The feed's current status. The writer sets it; any thread may read it. One line is logged when writing begins to fail, and one when it
/// succeeds again.
/// </summary>
internal sealed class FeedState(ILogger<FeedWriter> logger)
{
    private volatile int _current;

    public FeedStatus Current => (FeedStatus)_current;

    /// <param name="status">The status now.</param>
    /// <param name="error">Why writing fails; null when it does not.</param>
    public void Become(FeedStatus status, Exception? error = null)
    {
        var before = (FeedStatus)Interlocked.Exchange(ref _current, (int)status);
        if (before == status)
        {
            return;
        }

        if (error is not null)
        {
            FeedLog.WriteFailed(logger, status, error);
        }
        else if (before is FeedStatus.Full or FeedStatus.Failing)
        {
            FeedLog.WriteRecovered(logger);
        }
    }
}
