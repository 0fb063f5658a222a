using System.Buffers;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Streams.Events;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Front.Hubs;

public sealed class SplicingJsonProtocolTests
{
    private static readonly JsonHubProtocol Serializer = CreateSerializer();
    private static readonly SplicingJsonProtocol Splicing = new(Serializer);

    [Theory]
    [InlineData("1")]
    [InlineData("a-b_c.D9")]
    [InlineData("quote\"backslash\\")]
    [InlineData("ünïcode")]
    [InlineData("")]
    public void A_spliced_message_is_byte_for_byte_what_the_serializer_writes(string invocationId)
    {
        var rows = Rows(1, 5);
        var others = Rows(6, 3);
        OutgoingEvents[] items =
        [
            OutgoingEvents.Whole(rows),
            new(3, 4, [new RowSlice(rows, 2, 1)]),
            new(2, 8, [new RowSlice(rows, 1, 4), new RowSlice(others, 0, 3)]),
            new(long.MaxValue - 1, long.MaxValue, []),
        ];
        Assert.All(items, item => Assert.Equal(Text(Serializer, invocationId, item), Text(Splicing, invocationId, item)));
    }

    [Fact]
    public void Other_items_and_messages_with_headers_go_through_the_serializer()
    {
        var withHeaders = new StreamItemMessage("1", OutgoingEvents.Whole(Rows(1, 2))) { Headers = new Dictionary<string, string> { ["a"] = "b" } };

        Assert.Equal(Text(Serializer, "1", new IdleItem { Sequence = 5 }), Text(Splicing, "1", new IdleItem { Sequence = 5 }));
        Assert.Equal(Text(Serializer, withHeaders), Text(Splicing, withHeaders));
    }

    [Fact]
    public void All_of_a_batch_is_one_item_for_all_readers()
    {
        var rows = Rows(1, 5);

        Assert.Same(rows.Whole, OutgoingEvents.Of(1, 5, [new RowSlice(rows, 0, 5)]));
        Assert.Equal((0, 5), (OutgoingEvents.Of(0, 5, [new RowSlice(rows, 0, 5)]).First, OutgoingEvents.Of(0, 5, [new RowSlice(rows, 0, 5)]).Last));
        Assert.Equal(4, OutgoingEvents.Of(1, 4, [new RowSlice(rows, 0, 4)]).Count);
        Assert.Equal(5, OutgoingEvents.Of(1, 6, [new RowSlice(rows, 0, 5)]).Count);
        Assert.Equal(6, OutgoingEvents.Of(1, 6, [new RowSlice(rows, 0, 5)]).Last);
    }

    private static EncodedRows Rows(long first, int count) =>
        Batch.FromFrame(EncodedEvents.Body([.. Enumerable.Range(0, count).Select(i => EncodedEvents.Change(first + i, i))]), 0).Rows;

    private static string Text(IHubProtocol protocol, string invocationId, StreamItem item) => Text(protocol, new StreamItemMessage(invocationId, item));

    private static string Text(IHubProtocol protocol, HubMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        protocol.WriteMessage(message, output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static JsonHubProtocol CreateSerializer()
    {
        var options = new JsonHubProtocolOptions();
        GatewayJson.Configure(options.PayloadSerializerOptions);
        return new JsonHubProtocol(Options.Create(options));
    }
}
