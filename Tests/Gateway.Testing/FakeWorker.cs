using System.IO.Pipes;
using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Serialization;

namespace Gateway.Testing;

/// <summary>
/// A worker without a process. It exchanges frames over the real named pipe, from inside the test.
/// <para>
/// How to extend: the steps of a worker's life are public, in the order <see cref="ConnectAsync"/>, <see cref="ProveAsync"/>,
/// <see cref="SendReadyAsync"/>, <see cref="ServeAsync"/>; <see cref="RunAsync"/> performs all of them. A test that wants a
/// failure leaves a step out or does something else between two steps. To delay, delay <see cref="OnCommand"/>; to duplicate,
/// send twice; to end in the middle of a frame, send a part of it with <see cref="SendRawAsync"/> and call <see cref="Die"/>.
/// <see cref="Received"/> has the frames that the gateway sent. Add a member for a new kind of failure only when two tests need
/// it.
/// </para>
/// </summary>
public sealed class FakeWorker(string sessionId, string pipeName, byte[] nonce) : IAsyncDisposable
{
    private readonly NamedPipeClientStream _pipe = new(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<Frame> _received = Channel.CreateBounded<Frame>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });
    private FrameReader? _reader;
    private FrameWriter? _writer;

    public string Epoch { get; init; } = "epoch-1";

    /// <summary>The latest sequence that the worker reports when it becomes ready.</summary>
    public long Latest { get; set; }

    public int Version { get; init; } = ProtocolLimits.Version;

    public int ProcessId { get; } = Random.Shared.Next(1_000_000, 2_000_000);

    /// <summary>Answers a command; null sends no answer. By default every command succeeds.</summary>
    public Func<CommandFrame, Task<ReplyFrame?>> OnCommand { get; set; } = command => Task.FromResult<ReplyFrame?>(
        new ReplyFrame { CorrelationId = command.CorrelationId, Reply = new MxReply { Method = command.Command.Method } });

    /// <summary>Whether a shutdown frame ends the worker, as it should.</summary>
    public bool ObeysShutdown { get; set; } = true;

    /// <summary>The frames that the gateway sent after the handshake, in order.</summary>
    public ChannelReader<Frame> Received => _received.Reader;

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Connects, proves its identity, becomes ready, reports that it has no items, and serves until it ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ConnectAsync();
            await ServeFromHandshakeAsync();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or ProtocolException or TimeoutException)
        {
            Die(68);
        }
    }

    /// <summary>What <see cref="RunAsync"/> does after it has connected.</summary>
    public async Task ServeFromHandshakeAsync()
    {
        await ProveAsync();
        await SendReadyAsync();
        await SendAsync(FrameType.State, new StateFrame { Reset = true });
        await ServeAsync();
    }

    public async Task ConnectAsync()
    {
        await _pipe.ConnectAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        _reader = new FrameReader(_pipe);
        _writer = new FrameWriter(_pipe);
    }

    /// <summary>Performs the handshake up to the gateway's adopt frame.</summary>
    public async Task<AdoptFrame> ProveAsync()
    {
        var hello = await SendHelloAsync();
        var challenge = await ExpectAsync<ChallengeFrame>(FrameType.Challenge);
        await SendAsync(FrameType.Proof, new ProofFrame { Proof = HandshakeProof.OfWorker(nonce, hello, challenge.Challenge) });
        var adopt = await ExpectAsync<AdoptFrame>(FrameType.Adopt);
        _reader!.MaxBody = ProtocolLimits.MaxBody;
        return adopt;
    }

    /// <summary>The first step of the handshake.</summary>
    public async Task<HelloFrame> SendHelloAsync()
    {
        var hello = new HelloFrame { Version = Version, SessionId = sessionId, Epoch = Epoch, ProcessId = ProcessId, Challenge = new byte[ProtocolLimits.ChallengeBytes] };
        await SendAsync(FrameType.Hello, hello);
        return hello;
    }

    public Task SendReadyAsync() => SendAsync(FrameType.Ready, new ReadyFrame { Worker = SampleCommands.Worker with { Epoch = Epoch, ProcessId = ProcessId, LatestSequence = Latest } });

    /// <summary>Answers commands and heartbeats until the gateway closes the pipe or asks the worker to end.</summary>
    public async Task ServeAsync()
    {
        while (await _reader!.ReadAsync(CancellationToken.None) is { } frame)
        {
            _received.Writer.TryWrite(frame);
            if (frame.Type == FrameType.Command)
            {
                _ = AnswerAsync(WireSerializer.Deserialize<CommandFrame>(frame.Body.Span));
            }
            else if (frame.Type is FrameType.Heartbeat or FrameType.Acknowledge)
            {
                await SendAsync(FrameType.Heartbeat, new HeartbeatFrame());
            }
            else if (frame.Type == FrameType.Shutdown && ObeysShutdown)
            {
                Die(0);
                return;
            }
        }

        Die(68);
    }

    public Task SendAsync<T>(FrameType type, T message) => _writer!.WriteAsync(type, message, CancellationToken.None).AsTask();

    public Task SendRawAsync(ReadOnlyMemory<byte> bytes) => _writer!.WriteAsync(bytes, CancellationToken.None).AsTask();

    /// <summary>Sends data changes of item 1, whose values are their sequences.</summary>
    public Task SendEventsAsync(long first, int count) => SendRawAsync(SampleFrames.Events([.. Enumerable.Range(0, count).Select(i => SampleEvents.ChangeOf(first + i))]));

    /// <summary>Waits for the next frame of a type and ignores frames of other types.</summary>
    public async Task<T> NextAsync<T>(FrameType type)
    {
        while (true)
        {
            var frame = await _received.Reader.ReadAsync().WithTimeout($"a {type} frame of the gateway");
            if (frame.Type == type)
            {
                return WireSerializer.Deserialize<T>(frame.Body.Span);
            }
        }
    }

    /// <summary>Closes the pipe; the process, if there were one, would continue to run.</summary>
    public void HangUp() => _pipe.Dispose();

    /// <summary>Closes the pipe and ends the worker, whatever it is doing.</summary>
    public void Die(int exitCode)
    {
        _exited.TrySetResult(exitCode);
        _pipe.Dispose();
        _received.Writer.TryComplete();
    }

    public ValueTask DisposeAsync()
    {
        Die(0);
        return ValueTask.CompletedTask;
    }

    private async Task AnswerAsync(CommandFrame command)
    {
        try
        {
            if (await OnCommand(command) is { } reply)
            {
                await SendAsync(FrameType.Reply, reply);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The gateway closed the pipe first.
        }
    }

    private Task<T> ExpectAsync<T>(FrameType type) => _reader!.ExpectAsync<T>(type, CancellationToken.None).WithTimeout($"a {type} frame of the gateway");
}
