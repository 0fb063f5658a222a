using Gateway.Contracts;
using Gateway.Protocol;

namespace Gateway.Worker.Pipe;

/// <summary>
/// Sends the worker's heartbeats over one connection. Each heartbeat of the gateway is answered, so that one turn of a thread on either
/// side does for both of them; the worker's own timer sends one only when the gateway sent none. No heartbeat is awaited, because a gateway that
/// does not read either must not prevent its silence from being noticed.
/// </summary>
internal sealed class HeartbeatSender(FrameWriter writer, WorkerProfile profile, CancellationToken ending)
{
    private const int Idle = 0;
    private const int Sending = 1;
    private const int OwesAnswer = 2;

    private int _state;
    private volatile bool _answered;

    /// <summary>Answers a heartbeat of the gateway. Any thread.</summary>
    public void Answer()
    {
        _answered = true;
        while (!TrySend())
        {
            // One that is being written may tell less than the gateway knows by now, so another one follows it.
            if (Interlocked.CompareExchange(ref _state, OwesAnswer, Sending) != Idle)
            {
                return;
            }
        }
    }

    /// <summary>The interval is over: sends a heartbeat unless the gateway was answered in it. Any thread.</summary>
    public void Tick()
    {
        if (!_answered)
        {
            TrySend();
        }

        _answered = false;
    }

    // At most one at a time: behind one that waits for the gateway to read, more would tell nothing new.
    private bool TrySend()
    {
        var isFree = Interlocked.CompareExchange(ref _state, Sending, Idle) == Idle;
        if (isFree)
        {
            _ = SendAsync();
        }

        return isFree;
    }

    private async Task SendAsync()
    {
        try
        {
            do
            {
                Volatile.Write(ref _state, Sending);
                await writer.WriteAsync(FrameType.Heartbeat, Of(profile.Describe()), ending);
            }
            while (Interlocked.CompareExchange(ref _state, Idle, Sending) != Sending);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The reading task notices the broken pipe too. Nothing more is sent.
        }
    }

    private static HeartbeatFrame Of(WorkerInfo worker) => new()
    {
        Sequence = worker.LatestSequence,
        RingEvents = worker.RingEvents,
        RingBytes = worker.RingBytes,
        OverwrittenEvents = worker.OverwrittenEvents,
        WorkingSetBytes = worker.WorkingSetBytes,
    };
}
