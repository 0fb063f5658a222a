namespace Gateway.LoadTest.Clients;

/// <summary>What one subscriber received, checked as it comes. Written by its reader; the figures may be read by any thread.</summary>
internal sealed class Tally(MeasuredWindow window)
{
    private long _position = -1;
    private long _events;
    private long _messages;
    private long _bytes;
    private string? _fault;
    private volatile bool _isReady;
    private long _awaited = long.MaxValue;
    private TaskCompletionSource? _arrival;

    /// <summary>Highest sequence accounted for; -1 before the first.</summary>
    public long Position => Volatile.Read(ref _position);

    public long Events => Volatile.Read(ref _events);

    /// <summary>Messages that carried events.</summary>
    public long Messages => Volatile.Read(ref _messages);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The first thing that was wrong; null when nothing was.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>Spans may hold fewer events than sequences.</summary>
    public bool Conflated { get; init; }

    public Latencies Latencies { get; } = new();

    public void Received(int bytes) => Volatile.Write(ref _bytes, _bytes + bytes);

    /// <summary>The server has the subscription.</summary>
    public bool IsReady => _isReady;

    /// <summary>The stream begins after a sequence; -1 when it is not known which.</summary>
    public void Begin(long after)
    {
        Volatile.Write(ref _position, after);
        _isReady = true;
    }

    /// <summary>Completes when a sequence is accounted for. Asked before the subscriber connects, and once.</summary>
    public Task WhenAt(long sequence)
    {
        _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _awaited, sequence);
        return _arrival.Task;
    }

    /// <param name="first">First sequence accounted for.</param>
    /// <param name="last">Last one.</param>
    /// <param name="events">Events carried.</param>
    /// <param name="oldestTime">When the oldest of them came about, microseconds since 1970; 0 when not looked at.</param>
    public void Take(long first, long last, int events, long oldestTime)
    {
        if (_position >= 0 && first != _position + 1)
        {
            Fail($"Sequence {first} came after {_position}.");
        }

        if (!Conflated && events != last - first + 1)
        {
            Fail($"The span {first} to {last} came with {events} events.");
        }

        Volatile.Write(ref _position, last);
        Volatile.Write(ref _events, _events + events);
        Volatile.Write(ref _messages, _messages + 1);
        if (last >= _awaited)
        {
            _arrival?.TrySetResult();
        }

        if (oldestTime != 0 && window.IsOpen)
        {
            // Every event of a message is counted as late as its oldest.
            Latencies.Add(MeasuredWindow.NowMicroseconds() - oldestTime, events);
        }
    }

    public void Fail(string fault) => Interlocked.CompareExchange(ref _fault, fault, null);
}
