using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Streams.Events;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Gateway.Benchmarks;

/// <summary>Hop 5: writes an item as a message, and makes the JSON of a batch, which happens once for all readers.</summary>
public class ProtocolBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1024 * 1024);
    private readonly SplicingMessagePackProtocol _messagePack = new(GatewayMessagePack.CreateProtocol());
    private SplicingJsonProtocol _json = null!;
    private StreamItemMessage _message = null!;
    private byte[] _frame = [];

    [Params(10, 100, 1_000)]
    public int Events { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _frame = BenchmarkEvents.Frame(1, Events);
        _message = new StreamItemMessage("1", Batch.FromFrame(_frame, 0).Rows.Whole);
        var options = new JsonHubProtocolOptions();
        GatewayJson.Configure(options.PayloadSerializerOptions);
        _json = new SplicingJsonProtocol(new JsonHubProtocol(Options.Create(options)));
    }

    [Benchmark]
    public int WriteMessagePack()
    {
        _output.ResetWrittenCount();
        _messagePack.WriteMessage(_message, _output);
        return _output.WrittenCount;
    }

    [Benchmark]
    public int WriteJson()
    {
        _output.ResetWrittenCount();
        _json.WriteMessage(_message, _output);
        return _output.WrittenCount;
    }

    [Benchmark]
    public int MakeJsonOfBatch() => Batch.FromFrame(_frame, 0).Rows.Json(0, Events).Length;
}
