namespace Gateway.Web.Streams.Events;

/// <summary>
/// Lets events out at most once in an interval. Used by the reader's thread; its timer wakes the reader from any thread.
/// </summary>
internal sealed class FlushHold : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private TimeSpan _interval;
    private ITimer? _timer;
    private volatile bool _holds;

    /// <param name="interval">Shortest time between two flushes; zero means no waiting.</param>
    /// <param name="time">The clock.</param>
    /// <param name="wake">Called when the interval is over.</param>
    public FlushHold(TimeSpan interval, TimeProvider time, Action wake)
    {
        _interval = interval;
        _time = time;
        _wake = wake;
    }

    /// <summary>Whether the interval since the last flush is still running.</summary>
    public bool Holds => _holds;

    /// <summary>Starts the interval, because events were flushed.</summary>
    public void Begin()
    {
        if (_interval > TimeSpan.Zero)
        {
            _holds = true;
            _timer ??= _time.CreateTimer(_ => Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Sets another interval. If one is running, it starts again.</summary>
    public void Change(TimeSpan interval)
    {
        _interval = interval;
        if (_holds)
        {
            _holds = false;
            Begin();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Release()
    {
        _holds = false;
        _wake();
    }
}
