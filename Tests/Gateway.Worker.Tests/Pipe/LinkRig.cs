using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Threading;
using Gateway.Worker.Pipe;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Pipe;

/// <summary>
/// A worker's link to a gateway that is played by the test: its frames are written by hand over an in-memory pipe.
/// </summary>
internal sealed class LinkRig : IDisposable
{
    private readonly GatewayLink _link;
    private System.IO.Pipelines.Pipe _toWorker;
    private System.IO.Pipelines.Pipe _toGateway;
    private FrameReader _reader;
    private Stream _output;

    public LinkRig(bool isSpare = false)
    {
        var wake = new AsyncSignal();
        var latest = new LatestRows();
        var items = new ItemJournal(Ring);
        var outbound = new OutboundFrames(Ring, latest, items, wake);
        Recorder = new EventRecorder(Ring, latest, items, wake, Clock);
        _link = new GatewayLink(
            new WorkerProfile(Identity, () => SampleCommands.Worker) { IsSpare = isSpare }, outbound,
            reply => new CommandPump(Executor, () => SampleCommands.Worker, reply, Clock, NullLogger.Instance), Clock, NullLogger.Instance);
        Connect();
    }

    /// <summary>Replaces the last connection by a new one.</summary>
    [MemberNotNull(nameof(_toWorker), nameof(_toGateway), nameof(_reader), nameof(_output))]
    public void Connect()
    {
        _toWorker = new System.IO.Pipelines.Pipe();
        _toGateway = new System.IO.Pipelines.Pipe(new PipeOptions(pauseWriterThreshold: 8_192, resumeWriterThreshold: 4_096));
        _reader = new FrameReader(_toGateway.Reader.AsStream()) { MaxBody = ProtocolLimits.MaxBody };
        _output = _toWorker.Writer.AsStream();
    }

    public WorkerIdentity Identity { get; } = new("session-1", "pipe", "epoch-1", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public FakeTimeProvider Clock { get; } = new();

    public FakeExecutor Executor { get; } = new();

    public EventRing Ring { get; } = new(1_000, 1_000_000);

    public EventRecorder Recorder { get; }

    public Task<LinkEnd> Run(CancellationToken cancellationToken = default) =>
        _link.TalkAsync(new DuplexStream(_toWorker.Reader.AsStream(), _toGateway.Writer.AsStream(), _toGateway.Writer.CancelPendingFlush), cancellationToken);

    /// <summary>Performs the gateway's part of the handshake, with this nonce.</summary>
    public async Task ShakeHandsAsync(byte[]? nonce = null, int version = ProtocolLimits.Version, long resumeAfter = 0)
    {
        var hello = await NextAsync<HelloFrame>(FrameType.Hello);
        var challenge = new byte[ProtocolLimits.ChallengeBytes];
        await SendAsync(FrameType.Challenge, new ChallengeFrame
        {
            Version = version,
            Challenge = challenge,
            Proof = HandshakeProof.OfGateway(nonce ?? Identity.Nonce, hello, challenge),
        });
        await SendAsync(FrameType.Adopt, new AdoptFrame { ResumeAfter = resumeAfter, HeartbeatIntervalMs = 1_000, HeartbeatGraceMs = 5_000 });
    }

    public Task SendAsync<T>(FrameType type, T message) => SendRawAsync(FrameWriter.Encode(type, message));

    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes)
    {
        await _output.WriteAsync(bytes);
        await _output.FlushAsync();
    }

    public void HangUp() => _output.Dispose();

    public async Task<Frame?> NextAsync() => await _reader.ReadAsync(CancellationToken.None).WithTimeout("a frame of the worker");

    /// <summary>The next frame of a type; frames of other types are ignored.</summary>
    public async Task<T> NextAsync<T>(FrameType type)
    {
        while (true)
        {
            var frame = await NextAsync() ?? throw new InvalidOperationException("The worker hung up.");
            if (frame.Type == type)
            {
                return WireSerializer.Deserialize<T>(frame.Body.Span);
            }
        }
    }

    public void Dispose() => _output.Dispose();
}
