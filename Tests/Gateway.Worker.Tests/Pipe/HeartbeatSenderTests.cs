using System.IO.Pipelines;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Worker.Pipe;

namespace Gateway.Worker.Tests.Pipe;

public sealed class HeartbeatSenderTests
{
    private static readonly int Beat = FrameWriter.Encode(FrameType.Heartbeat, SampleHeartbeat()).Length;

    private readonly System.IO.Pipelines.Pipe _sent = new(new PipeOptions(pauseWriterThreshold: 1_000_000));

    [Fact]
    public void An_interval_in_which_the_gateway_was_answered_needs_no_other_heartbeat()
    {
        var heartbeats = SenderTo(_sent.Writer);
        heartbeats.Answer();
        heartbeats.Tick();
        Assert.Equal(1, SentBeats());
        heartbeats.Tick();
        Assert.Equal(2, SentBeats());
        heartbeats.Tick();
        Assert.Equal(3, SentBeats());
    }

    [Fact]
    public async Task Behind_a_heartbeat_that_waits_no_other_one_is_sent()
    {
        var narrow = new System.IO.Pipelines.Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        var heartbeats = SenderTo(narrow.Writer);
        for (var i = 0; i < 5; i++)
        {
            heartbeats.Tick();
            heartbeats.Answer();
        }

        var first = await narrow.Reader.ReadAsync().AsTask().WithTimeout("the heartbeat");
        Assert.Equal(Beat, first.Buffer.Length);
        narrow.Reader.AdvanceTo(first.Buffer.End);
        await Eventually.Async(
            () =>
            {
                heartbeats.Tick();
                return narrow.Reader.TryRead(out var next) && next.Buffer.Length == Beat;
            },
            "another heartbeat once the first has been read");
    }

    private static HeartbeatSender SenderTo(PipeWriter writer) =>
        new(new FrameWriter(writer.AsStream()), new WorkerProfile(new WorkerIdentity("session-1", "pipe", "epoch-1", new byte[32]), () => SampleCommands.Worker), CancellationToken.None);

    private static HeartbeatFrame SampleHeartbeat() => new()
    {
        Sequence = SampleCommands.Worker.LatestSequence,
        RingEvents = SampleCommands.Worker.RingEvents,
        RingBytes = SampleCommands.Worker.RingBytes,
        OverwrittenEvents = SampleCommands.Worker.OverwrittenEvents,
        WorkingSetBytes = SampleCommands.Worker.WorkingSetBytes,
    };

    private int SentBeats()
    {
        if (!_sent.Reader.TryRead(out var sent))
        {
            return 0;
        }

        _sent.Reader.AdvanceTo(sent.Buffer.Start, sent.Buffer.End);
        return (int)(sent.Buffer.Length / Beat);
    }
}
