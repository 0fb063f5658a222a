using Gateway.Contracts;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Front.Hubs.Sockets;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;
using Gateway.Web.Tests.Front.Hubs.Sockets;
using Gateway.Web.Tests.Streams.Events;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>
/// The allocations of a delivered event from the pipe's frame to the WebSocket's send, in steady state, for unfiltered readers.
/// Allocated bytes are exact while times are not, so this test is a limit.
/// </summary>
public sealed class AllocationTests
{
    private const int Readers = 50;
    private const int WarmUpBatches = 300;
    private const int MeasuredBatches = 200;

    /// <summary>Bytes per event and reader. SignalR's own message object takes 40 bytes per batch and reader.</summary>
    private const double Budget = 8;

    public static TheoryData<string, int> Cases => new()
    {
        { "messagepack", 10 },
        { "messagepack", 100 },
        // The text itself is about 200 bytes per event and made once, so a batch of 10 cannot stay within the budget.
        { "json", 100 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_delivered_event_allocates_less_than_8_bytes(string protocol, int eventsPerBatch) => Allocations.SettleAsync(async () =>
        await MeasureAsync(protocol, eventsPerBatch) is var bytes && bytes is >= 0.01 and <= Budget ? null : $"{bytes:0.00} bytes");

    /// <returns>Bytes per event and reader.</returns>
    private static async Task<double> MeasureAsync(string protocol, int eventsPerBatch)
    {
        var harness = new DistributorHarness();
        var readers = Enumerable.Range(0, Readers).Select(_ => new Reader(harness.Subscribe(), ProtocolOf(protocol))).ToArray();
        var frames = Enumerable.Range(0, WarmUpBatches + MeasuredBatches).Select(i => Frame(1 + (i * eventsPerBatch), eventsPerBatch)).ToArray();
        long allocated = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            harness.Distributor.Publish(Batch.FromFrame(frames[i], receivedAt: 0));
            foreach (var reader in readers)
            {
                reader.TakeAll();
            }

            allocated += i < WarmUpBatches ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.All(readers, reader => Assert.Equal(frames.Length * eventsPerBatch, reader.Events));
        await Task.WhenAll(readers.Select(reader => reader.DisposeAsync().AsTask())).WithTimeout("the readers to end");
        return (double)allocated / MeasuredBatches / eventsPerBatch / Readers;
    }

    private static Memory<byte> Frame(long first, int count) =>
        EncodedEvents.Body([.. Enumerable.Range(0, count).Select(i => EncodedEvents.Change(first + i, i))]);

    private static IHubProtocol ProtocolOf(string name)
    {
        var options = new JsonHubProtocolOptions();
        GatewayJson.Configure(options.PayloadSerializerOptions);
        IHubProtocol inner = name == "json" ? new SplicingJsonProtocol(new JsonHubProtocol(Options.Create(options))) : new SplicingMessagePackProtocol(GatewayMessagePack.CreateProtocol());
        return new CodedBindingProtocol(inner, new GatewayHubOptions().MaxMessageBytes);
    }

    /// <summary>Does what SignalR does for a stream: requests the next item, wraps it, writes it and flushes it.</summary>
    private sealed class Reader : IAsyncDisposable
    {
        private readonly IHubProtocol _protocol;
        private readonly SocketOutput _output;
        private readonly IAsyncEnumerator<StreamItem> _items;
        private readonly DiscardingSocket _socket = new();

        public Reader(Subscription subscription, IHubProtocol protocol)
        {
            _protocol = protocol;
            _output = new SocketOutput(_socket, new AnyFormat(), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), TimeProvider.System);
            _items = subscription.ReadAsync().GetAsyncEnumerator();
            Take();
        }

        public long Events { get; private set; }

        /// <summary>Reads everything that is available. Nothing here waits, so all of it runs on this thread.</summary>
        public void TakeAll() => Events += Take() is OutgoingEvents events ? events.Count : throw new InvalidOperationException("An item of events was due.");

        public async ValueTask DisposeAsync()
        {
            await _items.DisposeAsync();
            _socket.Dispose();
        }

        private StreamItem Take()
        {
            Assert.True(AtOnce(_items.MoveNextAsync()));
            var item = _items.Current;
            _protocol.WriteMessage(new StreamItemMessage("1", item), _output);
            AtOnce(_output.FlushAsync());
            return item;
        }

        private static T AtOnce<T>(ValueTask<T> step) => step.IsCompletedSuccessfully ? step.Result : throw new InvalidOperationException("The step had to wait.");
    }
}
