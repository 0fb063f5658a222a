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
    private int _sending;
    private volatile bool _answered;

    /// <summary>Answers a heartbeat of the gateway. Any thread.</summary>
    public void Answer()
    {
        _answered = true;
        Send();
    }

    /// <summary>The interval is over: sends a heartbeat unless the gateway was answered in it. Any thread.</summary>
    public void Tick()
    {
        if (!_answered)
        {
            Send();
        }

        _answered = false;
    }

    // At most one at a time: behind one that waits for the gateway to read, another would tell nothing new.
    private void Send()
    {
        if (Interlocked.Exchange(ref _sending, 1) == 0)
        {
            _ = SendAsync();
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await writer.WriteAsync(FrameType.Heartbeat, Of(profile.Describe()), ending);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The reading task notices the broken pipe too.
        }
        finally
        {
            Volatile.Write(ref _sending, 0);
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
