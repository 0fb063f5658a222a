using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Workers;

/// <summary>What a worker could send after the handshake.</summary>
[Trait("Size", "Long")]
[Collection(WholeProcess.Name)]
public sealed class WorkerConnectionFuzzTests
{
    [Fact]
    public async Task Any_frames_end_the_connection_with_a_reason_or_are_taken_in()
    {
        var taken = 0;
        var clock = new FakeTimeProvider();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Fuzz.RunAsync(quick: 5_000, soak: 150_000, async random =>
        {
            var pipe = new PiecewiseStream(FramesOf(random));
            var observer = new RecordingObserver();
            await using var connection = Connect(pipe, clock);
            Assert.NotEmpty((await connection.RunAsync(observer)).Reason);
            taken += observer.Batches + observer.Restored + observer.States + observer.Replies;
        });
        Assert.True(taken > 1_000, $"only {taken} frames were taken in; the test proves too little");
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 64 * 1024 * 1024, "memory grew");
    }

    private static WorkerConnection Connect(Stream stream, TimeProvider clock)
    {
        var pipe = new WorkerPipe(stream) { Reader = { MaxBody = ProtocolLimits.MaxBody } };
        var options = new WorkerOptions { HeartbeatIntervalMs = 1_000, HeartbeatGraceMs = 5_000 };
        return new WorkerConnection(pipe, new ProvenWorker("session-1", SampleFrames.Hello.Epoch, SampleCommands.Worker), options, new HeartbeatTimers(Options.Create(options), clock), clock);
    }

    private static byte[] FramesOf(Random random)
    {
        FrameType[] usual = [FrameType.State, FrameType.Events, FrameType.Latest, FrameType.Reply, FrameType.Heartbeat];
        var frames = random.GetItems(usual, random.Next(1, 4)).Select(SampleFrames.Of).ToList();
        if (random.Next(8) == 0)
        {
            frames.Add(SampleFrames.Of(random.GetItems(Enum.GetValues<FrameType>(), 1)[0]));
        }

        return Fuzz.Mutate(random, frames.SelectMany(frame => frame).ToArray());
    }
}
