namespace Gateway.LoadTest.Clients;

/// <summary>Checks and counts what one subscriber receives. Its reader writes it; any thread may read the figures.</summary>
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

    /// <summary>Number of messages that carried events.</summary>
    public long Messages => Volatile.Read(ref _messages);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The first problem; null when there was none.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>Whether spans may have fewer events than sequences.</summary>
    public bool Conflated { get; init; }

    public Latencies Latencies { get; } = new();

    public void Received(int bytes) => Volatile.Write(ref _bytes, _bytes + bytes);

    /// <summary>Whether the server has the subscription.</summary>
    public bool IsReady => _isReady;

    /// <summary>Sets the sequence after which the stream begins; -1 when it is not known.</summary>
    public void Begin(long after)
    {
        Volatile.Write(ref _position, after);
        _isReady = true;
    }

    /// <summary>Completes when a sequence is accounted for. Must be called once, before the subscriber connects.</summary>
    public Task WhenAt(long sequence)
    {
        _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _awaited, sequence);
        return _arrival.Task;
    }

    /// <param name="first">First sequence accounted for.</param>
    /// <param name="last">Last sequence accounted for.</param>
    /// <param name="events">Number of events.</param>
    /// <param name="oldestTime">Time of the oldest of them, in microseconds since 1970; 0 when it was not read.</param>
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
            // Every event of a message counts as late as the oldest one in it.
            Latencies.Add(MeasuredWindow.NowMicroseconds() - oldestTime, events);
        }
    }

    public void Fail(string fault) => Interlocked.CompareExchange(ref _fault, fault, null);
}
