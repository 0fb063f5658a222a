using System.Text.Json;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>The items that the gateway splices together are equal to those of the golden file.</summary>
public sealed class GoldenItemTests
{
    [Fact]
    public void Spliced_events_are_the_golden_item()
    {
        var batch = Batch.FromFrame(SampleFrames.Events(SampleEvents.All).AsMemory(ProtocolLimits.HeaderBytes), 0);
        var half = batch.Count / 2;
        var item = new OutgoingEvents(1, batch.Last, [new RowSlice(batch.Rows, 0, half), new RowSlice(batch.Rows, half, batch.Count - half)]);
        var golden = JsonSerializer.Deserialize<JsonElement[]>(Golden.Read("stream-items.json"))!.Single(one => one.GetProperty("kind").GetString() == EventsItem.KindName);
        Assert.True(JsonElement.DeepEquals(golden, JsonSerializer.SerializeToElement<StreamItem>(item, GatewayJson.Options)));
    }
}
