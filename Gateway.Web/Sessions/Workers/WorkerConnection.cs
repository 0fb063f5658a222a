using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Web.Streams.Events;
using Gateway.Wire;

namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Hop 2: the pipe of one worker. It turns frames into batches, replies and item changes, and detects a worker that has stopped
/// responding.
/// </summary>
internal sealed class WorkerConnection : IAsyncDisposable
{
    private readonly WorkerPipe _pipe;
    private readonly WorkerOptions _options;
    private readonly HeartbeatTimers _heartbeats;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private volatile HeartbeatFrame? _vitals;
    private Task _beating = Task.CompletedTask;
    private long _lastReceived;
    private long _held;
    private long _acknowledged;

    public WorkerConnection(WorkerPipe pipe, ProvenWorker worker, WorkerOptions options, HeartbeatTimers heartbeats, TimeProvider time)
    {
        Worker = worker;
        _pipe = pipe;
        _options = options;
        _heartbeats = heartbeats;
        _time = time;
    }

    private static ConnectionEnd Broken => new("The pipe to the worker broke.", MayReturn: true);

    /// <summary>The worker at the other end.</summary>
    public ProvenWorker Worker { get; }

    /// <summary>What the worker's last heartbeat said; null before the first. Any thread.</summary>
    public HeartbeatFrame? Vitals => _vitals;

    /// <summary>Reads until the connection ends, and returns why it ended. Nothing that the worker sends makes it throw.</summary>
    public async Task<ConnectionEnd> RunAsync(IWorkerObserver observer)
    {
        Volatile.Write(ref _lastReceived, _time.GetTimestamp());
        var reading = ReadAsync(observer);
        var silent = new TaskCompletionSource<ConnectionEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (_heartbeats.Start(() => Look(silent)))
        {
            var end = await await Task.WhenAny(reading, silent.Task);
            await _closing.CancelAsync();
            await reading;
            return end;
        }
    }

    /// <exception cref="IOException">The worker is gone.</exception>
    public ValueTask SendAsync<T>(FrameType type, T message, CancellationToken cancellationToken) =>
        _pipe.Writer.WriteAsync(type, message, cancellationToken);

    /// <summary>Safe to call more than once, also at the same time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _pipe.DisposeAsync();
    }

    private async Task<ConnectionEnd> ReadAsync(IWorkerObserver observer)
    {
        try
        {
            while (await _pipe.Reader.ReadAsync(_closing.Token) is { } frame)
            {
                Volatile.Write(ref _lastReceived, _time.GetTimestamp());
                if (frame.Type == FrameType.Fault)
                {
                    var fault = WireSerializer.Deserialize<FaultFrame>(frame.Body.Span);
                    return new ConnectionEnd($"The worker reported {fault.Code}: {fault.Message}", MayReturn: false) { Cause = WorkerLossCause.Reported };
                }

                Handle(frame, observer);
            }

            return new ConnectionEnd("The worker closed the pipe.", MayReturn: true);
        }
        catch (Exception error) when (error is ProtocolException or MalformedDataException)
        {
            return new ConnectionEnd($"The worker broke the protocol: {error.Message}", MayReturn: error is ProtocolException { IsCut: true }) { Cause = WorkerLossCause.Protocol };
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return Broken;
        }
        catch (Exception error)
        {
            // An error of the gateway itself: this session must end with a reason, and no other session may be affected.
            return new ConnectionEnd("The gateway failed to process what the worker sent; its log has the reason.", MayReturn: false, error) { Cause = WorkerLossCause.Gateway };
        }
    }

    private void Handle(Frame frame, IWorkerObserver observer)
    {
        switch (frame.Type)
        {
            case FrameType.Events:
                var batch = Batch.FromFrame(frame.Body, _time.GetTimestamp());
                observer.OnBatch(batch);
                Volatile.Write(ref _held, batch.Last);
                break;
            case FrameType.Latest:
                observer.OnLatest(new EncodedRows(LatestFrame.RowsOf(frame.Body), LatestFrame.Parse(frame.Body.Span)));
                break;
            case FrameType.Reply:
                observer.OnReply(WireSerializer.Deserialize<ReplyFrame>(frame.Body.Span));
                break;
            case FrameType.State:
                observer.OnState(WireSerializer.Deserialize<StateFrame>(frame.Body.Span));
                break;
            case FrameType.Heartbeat:
                _vitals = WireSerializer.Deserialize<HeartbeatFrame>(frame.Body.Span);
                break;
            default:
                throw new ProtocolException($"A {frame.Type} frame is not expected from a worker.");
        }
    }

    // One look both sends a heartbeat to the worker and detects the worker's silence.
    private void Look(TaskCompletionSource<ConnectionEnd> silent)
    {
        var grace = TimeSpan.FromMilliseconds(_options.HeartbeatGraceMs);
        if (_time.GetElapsedTime(Volatile.Read(ref _lastReceived)) > grace)
        {
            silent.TrySetResult(new ConnectionEnd($"The worker was silent for {grace.TotalSeconds} s.", MayReturn: true) { Cause = WorkerLossCause.Silent });
        }
        else if (_beating.IsCompleted)
        {
            // The send is not awaited: a worker that does not read must not delay the detection of its silence.
            _beating = BeatAsync();
        }
    }

    private async Task BeatAsync()
    {
        var held = Volatile.Read(ref _held);
        try
        {
            await (held > _acknowledged
                ? SendAsync(FrameType.Acknowledge, new AcknowledgeFrame { Sequence = held }, _closing.Token)
                : SendAsync(FrameType.Heartbeat, new HeartbeatFrame { Sequence = held }, _closing.Token));
            _acknowledged = held;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The read loop sees the broken pipe too.
        }
    }
}
