using System.Text.Json;
using Gateway.Contracts;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Streams.Events;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Tests.Streams.Events;

public sealed class SplicedItemTests
{
    [Fact]
    public async Task A_spliced_item_is_byte_for_byte_the_documented_one()
    {
        var harness = new DistributorHarness();
        var subscription = harness.Subscribe(new StreamRequest { Filter = new StreamFilter { Items = [new() { ItemHandle = 2 }, new() { ItemHandle = 3 }, new() { ItemHandle = 7 }] } });
        harness.Publish(1, 10);
        harness.Publish(11, 10);

        await foreach (var item in subscription.ReadAsync())
        {
            if (item is OutgoingEvents spliced)
            {
                var json = JsonSerializer.Serialize(spliced, GatewayJson.Options);
                var documented = (EventsItem)JsonSerializer.Deserialize<StreamItem>(json, GatewayJson.Options)!;
                Assert.Equal(6, documented.Events.Count);
                Assert.Equal(JsonSerializer.Serialize(documented, GatewayJson.Options), json);
                Assert.Equal(MessagePackOf(documented), MessagePackOf(spliced));
                return;
            }
        }
    }

    [Fact]
    public async Task The_json_of_a_batch_is_made_once_for_all_readers()
    {
        var harness = new DistributorHarness();
        var first = harness.Subscribe();
        var second = harness.Subscribe();
        harness.Publish(1, 10);

        var a = (await EventsOfAsync(first)).Slices[0];
        var b = (await EventsOfAsync(second)).Slices[0];

        Assert.True(a.Rows.Json(0, 10) == b.Rows.Json(0, 10), "both readers share the same bytes in memory");
    }

    private static string MessagePackOf(StreamItem item) =>
        Convert.ToHexString(new SplicingMessagePackProtocol(GatewayMessagePack.CreateProtocol()).GetMessageBytes(new StreamItemMessage("1", item)).Span);

    private static async Task<OutgoingEvents> EventsOfAsync(Subscription subscription)
    {
        await foreach (var item in subscription.ReadAsync())
        {
            if (item is OutgoingEvents events)
            {
                return events;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
