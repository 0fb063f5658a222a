using System.IO.Pipelines;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Workers;

/// <summary>A worker's connection after the handshake, over an in-memory pipe.</summary>
[Trait("Size", "Long")]
public sealed class WorkerConnectionTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly WorkerOptions _options = new() { HeartbeatIntervalMs = 1_000, HeartbeatGraceMs = 5_000 };
    private readonly RecordingObserver _observer = new();
    private readonly Pipe _toGateway = new();
    private readonly Pipe _toWorker = new(new PipeOptions(pauseWriterThreshold: 4_096, resumeWriterThreshold: 1_024));
    private readonly WorkerConnection _connection;

    public WorkerConnectionTests()
    {
        var pipe = new DuplexStream(_toGateway.Reader.AsStream(), _toWorker.Writer.AsStream());
        _connection = Connect(pipe);
    }

    [Fact]
    public async Task A_silent_worker_is_given_up_after_the_grace_time()
    {
        var running = _connection.RunAsync(_observer);
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await NextFromGatewayAsync();
            Assert.False(running.IsCompleted);
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("silent for 5 s", (await running.WithTimeout("the watchdog")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_heartbeat_keeps_the_connection()
    {
        var running = _connection.RunAsync(_observer);
        for (var i = 0; i < 20; i++)
        {
            await SendAsync(SampleFrames.Of(FrameType.Heartbeat));
            await SendAsync(SampleFrames.Events([SampleEvents.ChangeOf(i + 1)]));
            await Eventually.Async(() => _observer.Batches == i + 1, "the batch to be received");
            _clock.Advance(TimeSpan.FromSeconds(1));
            await NextFromGatewayAsync();
        }

        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task A_silent_worker_that_does_not_read_either_is_given_up_all_the_same()
    {
        var running = _connection.RunAsync(_observer);
        var sending = _connection.SendAsync(FrameType.Shutdown, new ShutdownFrame { Reason = new string('x', 100_000) }, CancellationToken.None);
        Assert.False(sending.IsCompleted);
        for (var i = 0; i < 7; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Contains("silent", (await running.WithTimeout("the watchdog")).Reason, StringComparison.Ordinal);
        Assert.False(sending.IsCompleted);
    }

    [Fact]
    public async Task What_the_gateway_holds_is_acknowledged()
    {
        _ = _connection.RunAsync(_observer);
        await SendAsync(SampleFrames.Events([SampleEvents.ChangeOf(1), SampleEvents.ChangeOf(2)]));
        await _observer.FirstBatch.WithTimeout("the events");
        await Eventually.Async(() => _observer.Batches == 1, "the batch to be received");
        Frame frame;
        do
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await SendAsync(SampleFrames.Of(FrameType.Heartbeat));
            frame = await NextFromGatewayAsync();
        }
        while (frame.Type != FrameType.Acknowledge);

        Assert.Equal(2, Serialization.WireSerializer.Deserialize<AcknowledgeFrame>(frame.Body.Span).Sequence);
    }

    public static TheoryData<string, byte[]> Breaches => new()
    {
        { "an unknown type", [0, 0, 0, 0, 99] },
        { "an oversized body", [0xff, 0xff, 0xff, 0x7f, (byte)FrameType.Events] },
        { "a gateway's frame", SampleFrames.Of(FrameType.Command) },
        { "a second hello", SampleFrames.Of(FrameType.Hello) },
        { "a malformed reply", [1, 0, 0, 0, (byte)FrameType.Reply, 0xc0] },
        { "events that are none", [1, 0, 0, 0, (byte)FrameType.Events, 0xc0] },
        { "events that go back", [.. SampleFrames.Events([SampleEvents.ChangeOf(5)]), .. SampleFrames.Events([SampleEvents.ChangeOf(5)])] },
        { "a cut frame", SampleFrames.Of(FrameType.State)[..20] },
    };

    [Theory]
    [MemberData(nameof(Breaches))]
    public async Task A_breach_of_the_protocol_ends_the_connection_with_its_reason(string breach, byte[] bytes)
    {
        var running = _connection.RunAsync(_observer);
        await SendAsync(bytes);
        await _toGateway.Writer.CompleteAsync();
        var end = await running.WithTimeout($"the end after {breach}");
        Assert.StartsWith("The worker broke the protocol", end.Reason, StringComparison.Ordinal);
        // A broken pipe leaves a partial frame; no worker of ours sends any of the others.
        Assert.Equal(breach == "a cut frame", end.MayReturn);
    }

    [Fact]
    public async Task A_fault_of_the_worker_is_the_reason()
    {
        var running = _connection.RunAsync(_observer);
        await SendAsync(SampleFrames.Of(FrameType.Fault));
        var expected = new ConnectionEnd("The worker reported ExecutorFaulted: The component is gone.", MayReturn: false) { Cause = WorkerLossCause.Reported };
        Assert.Equal(expected, await running.WithTimeout("the end"));
    }

    [Fact]
    public async Task An_observer_that_fails_ends_the_connection_with_a_reason()
    {
        var running = _connection.RunAsync(new FailingObserver());
        await SendAsync(SampleFrames.Events([SampleEvents.ChangeOf(1)]));
        Assert.Contains("gateway", (await running.WithTimeout("the end")).Reason, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private WorkerConnection Connect(Stream stream)
    {
        var pipe = new WorkerPipe(stream) { Reader = { MaxBody = ProtocolLimits.MaxBody } };
        return new WorkerConnection(pipe, new ProvenWorker("session-1", SampleFrames.Hello.Epoch, SampleCommands.Worker), _options, new HeartbeatTimers(Options.Create(_options), _clock), _clock);
    }

    private async Task SendAsync(byte[] bytes) => await _toGateway.Writer.WriteAsync(bytes);

    private async Task<Frame> NextFromGatewayAsync() =>
        (await new FrameReader(_toWorker.Reader.AsStream(leaveOpen: true)).ReadAsync(CancellationToken.None).WithTimeout("a frame of the gateway"))!.Value;
}
