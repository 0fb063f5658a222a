using System.Text.Json;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Goldens;

/// <summary>
/// Frames as they are on the pipe, each with the same content as JSON for people and for readers in other languages.
/// </summary>
public sealed class FrameGoldenTests
{
    public static TheoryData<FrameType> Types => [.. Enum.GetValues<FrameType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_frame_is_byte_for_byte_the_golden_one(FrameType type)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(type.ToString());
        Golden.Check($"frames/{name}.bin", SampleFrames.Of(type));
        Golden.CheckJson($"frames/{name}.json", JsonSerializer.Serialize(new { type = (int)type, name, body = BodyOf(type) }, GatewayJson.Options));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_golden_frame_is_read_as_its_json_twin(FrameType type)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(type.ToString());
        var reader = new FrameReader(new PiecewiseStream(Golden.Read($"frames/{name}.bin"))) { MaxBody = ProtocolLimits.MaxBody };
        var frame = (await reader.ReadAsync(CancellationToken.None).WithTimeout("the frame"))!.Value;
        var twin = JsonSerializer.Deserialize<JsonElement>(Golden.Read($"frames/{name}.json"));
        Assert.Equal((int)frame.Type, twin.GetProperty("type").GetInt32());
        Assert.True(JsonElement.DeepEquals(twin.GetProperty("body"), JsonSerializer.SerializeToElement(Read(frame), GatewayJson.Options)));
    }

    private static object BodyOf(FrameType type) => SampleFrames.Messages.GetValueOrDefault(type) ?? (type == FrameType.Latest
        ? new { count = SampleFrames.LatestEvents.Count, rows = SampleFrames.LatestEvents }
        : new { first = SampleEvents.All[0].Sequence, count = SampleEvents.All.Count, rows = SampleEvents.All });

    private static object Read(Frame frame) => frame.Type switch
    {
        FrameType.Hello => Read<HelloFrame>(frame),
        FrameType.Challenge => Read<ChallengeFrame>(frame),
        FrameType.Proof => Read<ProofFrame>(frame),
        FrameType.Adopt => Read<AdoptFrame>(frame),
        FrameType.Ready => Read<ReadyFrame>(frame),
        FrameType.State => Read<StateFrame>(frame),
        FrameType.Command => Read<CommandFrame>(frame),
        FrameType.Reply => Read<ReplyFrame>(frame),
        FrameType.Cancel => Read<CancelFrame>(frame),
        FrameType.Heartbeat => Read<HeartbeatFrame>(frame),
        FrameType.Acknowledge => Read<AcknowledgeFrame>(frame),
        FrameType.Shutdown => Read<ShutdownFrame>(frame),
        FrameType.Fault => Read<FaultFrame>(frame),
        FrameType.Latest => ReadLatest(frame),
        _ => ReadEvents(frame),
    };

    private static T Read<T>(Frame frame) => WireSerializer.Deserialize<T>(frame.Body.Span);

    private static object ReadEvents(Frame frame)
    {
        var headers = EventsFrame.Parse(frame.Body.Span);
        return new { first = headers[0].Sequence, count = headers.Length, rows = RowsOf(headers, EventsFrame.RowsOf(frame.Body)) };
    }

    private static object ReadLatest(Frame frame)
    {
        var headers = LatestFrame.Parse(frame.Body.Span);
        return new { count = headers.Length, rows = RowsOf(headers, LatestFrame.RowsOf(frame.Body)) };
    }

    private static List<MxEvent> RowsOf(EventHeader[] headers, ReadOnlyMemory<byte> bytes)
    {
        var rows = new List<MxEvent>();
        foreach (var header in headers)
        {
            var reader = new WireReader(bytes.Span.Slice(header.Offset, header.Length));
            rows.Add(EventRow.Read(ref reader));
        }

        return rows;
    }
}
