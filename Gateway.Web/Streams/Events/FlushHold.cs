namespace Gateway.Web.Streams.Events;

/// <summary>Lets events out at most once in an interval. The reader's; the timer wakes it from any thread.</summary>
internal sealed class FlushHold : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private TimeSpan _interval;
    private ITimer? _timer;
    private volatile bool _holds;

    /// <param name="interval">Zero holds nothing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="wake">Called when the interval is over.</param>
    public FlushHold(TimeSpan interval, TimeProvider time, Action wake)
    {
        _interval = interval;
        _time = time;
        _wake = wake;
    }

    /// <summary>True from a flush until the interval is over.</summary>
    public bool Holds => _holds;

    /// <summary>Events went out.</summary>
    public void Begin()
    {
        if (_interval > TimeSpan.Zero)
        {
            _holds = true;
            _timer ??= _time.CreateTimer(_ => Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Sets another interval; one that runs begins anew.</summary>
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
