using System.Text.Json;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Testing;

namespace Gateway.Shared.Tests.Goldens;

/// <summary>
/// The optional members of traced commands are compared with golden files, and a side that does not know them ignores them.
/// </summary>
public sealed class TracedFrameTests
{
    [Fact]
    public void Traced_frames_are_byte_for_byte_the_golden_ones()
    {
        Golden.Check("frames/commandTraced.bin", FrameWriter.Encode(FrameType.Command, SampleFrames.TracedCommand).ToArray());
        Golden.CheckJson("frames/commandTraced.json", JsonSerializer.Serialize(new { body = SampleFrames.TracedCommand }, GatewayJson.Options));
        Golden.Check("frames/replyTraced.bin", FrameWriter.Encode(FrameType.Reply, SampleFrames.TracedReply).ToArray());
        Golden.CheckJson("frames/replyTraced.json", JsonSerializer.Serialize(new { body = SampleFrames.TracedReply }, GatewayJson.Options));
    }

    [Fact]
    public void Golden_traced_frames_are_read_with_their_optional_parts()
    {
        Assert.Equal(SampleFrames.TracedCommand.TraceParent, Read<CommandFrame>("commandTraced").TraceParent);
        Assert.Equal(SampleFrames.TracedReply.Execution, Read<ReplyFrame>("replyTraced").Execution);
    }

    [Fact]
    public void A_side_that_does_not_know_the_optional_parts_reads_the_rest()
    {
        Assert.Equal((9, 30_000), Read<OlderCommandFrame>("commandTraced") is var command ? (command.CorrelationId, command.DeadlineMs) : default);
        Assert.Equal((9, "Internal"), Read<OlderReplyFrame>("replyTraced") is var reply ? (reply.CorrelationId, reply.ErrorCode) : default);
    }

    [Fact]
    public void Frames_of_a_side_that_does_not_know_the_optional_parts_are_read_without_them()
    {
        Assert.Null(Read<CommandFrame>("command").TraceParent);
        Assert.Null(Read<ReplyFrame>("reply").Execution);
    }

    private static T Read<T>(string name) => WireSerializer.Deserialize<T>(Golden.Read($"frames/{name}.bin").AsSpan(ProtocolLimits.HeaderBytes));

    private sealed record OlderCommandFrame
    {
        public required long CorrelationId { get; init; }

        public required int DeadlineMs { get; init; }

        public required MxCommand Command { get; init; }
    }

    private sealed record OlderReplyFrame
    {
        public required long CorrelationId { get; init; }

        public MxReply? Reply { get; init; }

        public string? ErrorCode { get; init; }

        public string? ErrorMessage { get; init; }
    }
}
