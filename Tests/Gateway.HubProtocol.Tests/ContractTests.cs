using System.Buffers;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.HubProtocol.Tests;

/// <summary>The contract's objects over the protocol.</summary>
public sealed class ContractTests
{
    private static readonly MessagePackHubProtocol Protocol = GatewayMessagePack.CreateProtocol();
    private static readonly DateTime Time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1234567);

    public static TheoryData<StreamItem> Items =>
    [
        new StartedItem
        {
            SubscriptionId = "s", Epoch = "e", Oldest = 1, Latest = 9, ResumedAfter = 4, State = SessionState.Ready,
            Limits = new StreamLimits { BufferEvents = 1, MaxBatch = 2, HistoryEvents = 3, HistorySeconds = 4, IdleIntervalMs = 5, TokenExpiresAt = Time },
        },
        new GapItem { Reason = GapReason.WorkerOverflow, RequestedAfter = 1, Oldest = 5, Latest = 9, Missed = 3 },
        new AccessItem { Widened = ["Tank*"], Narrowed = [] },
        new LaggedItem { Conflated = 1, Dropped = 2 },
        new ModeItem { Mode = StreamMode.Conflate, Reason = ModeReason.Slow, After = 3 },
        new IdleItem { Sequence = long.MaxValue },
        new StateItem { State = SessionState.Faulted, Fault = new SessionFault { Code = "WorkerLost", Message = "gone", At = Time } },
    ];

    [Theory]
    [MemberData(nameof(Items))]
    public void A_stream_item_arrives_as_it_was_sent(StreamItem item)
    {
        var received = RoundTrip(item);
        Assert.Equal(item.GetType(), received.GetType());
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize<object>(item), System.Text.Json.JsonSerializer.Serialize<object>(received));
    }

    [Fact]
    public void Each_item_of_a_stream_over_many_sessions_arrives_as_it_was_sent() => Assert.All(SampleMultiSessionItems.All, item =>
    {
        var received = RoundTrip(item);
        Assert.Equal(JsonOf(item), JsonOf(received));
    });

    [Fact]
    public void Feed_items_arrive_as_they_were_sent() => Assert.All(SampleFeed.All, item =>
    {
        var received = RoundTrip(item);
        Assert.Equal(item.GetType(), received.GetType());
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize<object>(item), System.Text.Json.JsonSerializer.Serialize<object>(received));
    });

    [Fact]
    public void Events_arrive_with_every_field()
    {
        var sent = new EventsItem
        {
            First = 7,
            Last = 8,
            Events =
            [
                new MxEvent
                {
                    Sequence = 7, Family = EventFamily.OnDataChange, ServerHandle = 1, ItemHandle = 2, WorkerTime = Time.AddTicks(-7), Quality = 192,
                    SourceTime = Time, Value = MxValue.FromInt64(long.MinValue), DataType = MxDataType.Integer,
                },
                new MxEvent { Sequence = 8, Family = EventFamily.OnWriteComplete, ServerHandle = 1, ItemHandle = 2, WorkerTime = Time.AddTicks(-7) },
            ],
        };

        var received = Assert.IsType<EventsItem>(RoundTrip<StreamItem>(sent));
        Assert.Equal((7, 8), (received.First, received.Last));
        Assert.Equal(sent.Events[0] with { Statuses = [] }, received.Events[0] with { Statuses = [] });
        Assert.Equal([MxStatus.Good], received.Events[1].Statuses);
    }

    [Fact]
    public void A_command_with_values_of_many_kinds_arrives_as_it_was_sent()
    {
        var command = new MxCommand
        {
            Method = MxMethod.WriteBulk,
            ServerHandle = 1,
            Writes =
            [
                new MxWrite { ItemHandle = 1, Value = MxValue.FromDouble(double.NaN) },
                new MxWrite { ItemHandle = 2, Value = MxValue.FromArray(VariantType.String, new[] { "a", "ü", "" }) },
                new MxWrite { ItemHandle = 3, Value = MxValue.FromUInt64(ulong.MaxValue), Timestamp = MxValue.FromFileTime(Time) },
                new MxWrite { ItemHandle = 4, Value = MxValue.Null },
            ],
        };
        var input = new ReadOnlySequence<byte>(Protocol.GetMessageBytes(new InvocationMessage("1", "Invoke", [command])));

        Assert.True(Protocol.TryParseMessage(ref input, new TypeBinder(typeof(int), typeof(MxCommand)), out var message));
        var received = Assert.IsType<MxCommand>(Assert.IsType<InvocationMessage>(message).Arguments[0]);
        Assert.Equal(command.Writes.Select(w => (w.ItemHandle, w.Value, w.Timestamp)), received.Writes!.Select(w => (w.ItemHandle, w.Value, w.Timestamp)));
    }

    private static T RoundTrip<T>(T item)
    {
        var input = new ReadOnlySequence<byte>(Protocol.GetMessageBytes(new StreamItemMessage("1", item)));
        Assert.True(Protocol.TryParseMessage(ref input, new TypeBinder(typeof(T)), out var message));
        return Assert.IsAssignableFrom<T>(Assert.IsType<StreamItemMessage>(message).Item);
    }

    private static string JsonOf(MultiSessionItem item) => System.Text.Json.JsonSerializer.Serialize(item, Serialization.GatewayJson.Options);
}
