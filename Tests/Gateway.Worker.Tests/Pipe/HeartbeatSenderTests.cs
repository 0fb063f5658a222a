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
    public async Task While_one_waits_to_be_read_all_others_are_answered_by_one()
    {
        var narrow = new System.IO.Pipelines.Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        var heartbeats = SenderTo(narrow.Writer);
        for (var i = 0; i < 5; i++)
        {
            heartbeats.Answer();
            heartbeats.Tick();
        }

        await ReadAsync("the first answer");
        await ReadAsync("the one for all others");
        // Not awaited: the write ends when it is read.
        var marker = narrow.Writer.WriteAsync(new byte[] { 1 });
        var rest = await narrow.Reader.ReadAsync().AsTask().WithTimeout("what follows");
        Assert.Equal(1, rest.Buffer.Length);
        narrow.Reader.AdvanceTo(rest.Buffer.End);
        await marker.AsTask().WithTimeout("the marker");

        async Task ReadAsync(string what)
        {
            var read = await narrow.Reader.ReadAsync().AsTask().WithTimeout(what);
            Assert.Equal(Beat, read.Buffer.Length);
            narrow.Reader.AdvanceTo(read.Buffer.End);
        }
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
