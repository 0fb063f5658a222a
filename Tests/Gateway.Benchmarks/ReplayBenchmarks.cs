using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gateway.Contracts;
using Gateway.HubProtocol;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Streams.Events;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Benchmarks;

/// <summary>Resumes over 100 000 events of history, up to the bytes of the messages.</summary>
public class ReplayBenchmarks
{
    private const int Events = 100_000;

    private readonly DistributionOptions _options = new() { HistoryEvents = 2 * Events };
    private readonly SplicingMessagePackProtocol _protocol = new(GatewayMessagePack.CreateProtocol());
    private readonly ArrayBufferWriter<byte> _output = new(1024 * 1024);
    private EventDistributor _distributor = null!;

    [Params(1, 10, 100)]
    public int EventsPerBatch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _distributor = BenchmarkEvents.Distributor(_options);
        for (var first = 1; first <= Events; first += EventsPerBatch)
        {
            _distributor.Publish(Batch.FromFrame(BenchmarkEvents.Frame(first, EventsPerBatch), TimeProvider.System.GetTimestamp()));
        }
    }

    [Benchmark]
    public int Replay()
    {
        var subscription = BenchmarkEvents.Subscribe(_distributor, _options, new StreamRequest { ResumeAfter = 0 });
        var events = 0;
        while (subscription.TryNext() is { } item)
        {
            _output.ResetWrittenCount();
            _protocol.WriteMessage(new StreamItemMessage("1", item), _output);
            events += (item as OutgoingEvents)?.Count ?? 0;
        }

        _distributor.Remove(subscription);
        return events == Events ? events : throw new InvalidOperationException($"{events} of {Events} events came.");
    }
}
