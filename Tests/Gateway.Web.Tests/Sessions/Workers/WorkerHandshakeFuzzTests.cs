using System.Security.Cryptography;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Workers;

[Trait("Size", "Long")]
public sealed class WorkerHandshakeFuzzTests
{
    private static readonly WorkerLaunch Launch = new(SampleFrames.Hello.SessionId, "pipe", "simulator", RandomNumberGenerator.GetBytes(32));
    private static readonly AdoptFrame Adopt = new() { ResumeAfter = 0, HeartbeatIntervalMs = 1_000, HeartbeatGraceMs = 5_000 };

    [Fact]
    public Task No_bytes_get_through_the_handshake_or_out_of_it_but_as_a_protocol_error() => Fuzz.RunAsync(quick: 5_000, soak: 200_000, async random =>
    {
        var writer = new FrameWriter(Stream.Null);
        var reader = new FrameReader(new PiecewiseStream(BytesOf(random)));
        await Assert.ThrowsAsync<ProtocolException>(() => WorkerHandshake.RunAsync(reader, writer, Launch, () => Task.FromResult(Adopt), Patience.Token));
    });

    private static byte[] BytesOf(Random random)
    {
        byte[] valid = [.. SampleFrames.Of(FrameType.Hello), .. SampleFrames.Of(FrameType.Proof)];
        return random.Next(4) switch
        {
            0 => valid,
            1 => Fuzz.Bytes(random, random.Next(1, 200)),
            2 => [.. SampleFrames.Of(random.GetItems(Enum.GetValues<FrameType>(), 1)[0]), .. valid],
            _ => Fuzz.Mutate(random, valid),
        };
    }
}
