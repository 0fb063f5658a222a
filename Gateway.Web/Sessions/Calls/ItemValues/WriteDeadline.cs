namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// How long a request waits for the outcomes of its writes. If its client leaves, the wait is over at once unless something was sent.
/// </summary>
internal sealed class WriteDeadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly CancellationTokenSource _over;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenRegistration _leaving;
    private volatile bool _hasSent;

    public WriteDeadline(int milliseconds, TimeProvider time, CancellationToken aborted)
    {
        (Milliseconds, _time, _began, _aborted) = (milliseconds, time, time.GetTimestamp(), aborted);
        _over = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds), time);
        _leaving = aborted.Register(Leave);
    }

    public int Milliseconds { get; }

    public CancellationToken Token => _over.Token;

    public int RemainingMs => Math.Max(Milliseconds - (int)_time.GetElapsedTime(_began).TotalMilliseconds, 1);

    /// <summary>Whether something may still be sent. If so, its outcome is awaited whether or not the client stays.</summary>
    public bool TrySend()
    {
        _hasSent = true;
        return !_aborted.IsCancellationRequested && !_over.IsCancellationRequested;
    }

    public void Dispose()
    {
        _leaving.Dispose();
        _over.Dispose();
    }

    private void Leave()
    {
        if (!_hasSent)
        {
            _over.Cancel();
        }
    }
}
