using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Serialization;
using Gateway.Web.Streams.Events;
using Gateway.Wire;

namespace Gateway.Benchmarks;

/// <summary>
/// Hops 1, 2 and 6: encodes an event, checks its batch, and decodes it, with the row's own code and with the MessagePack package.
/// Figures are for 100 events.
/// </summary>
public class CodecBenchmarks
{
    private const int Events = 100;

    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private readonly byte[] _frame = BenchmarkEvents.Frame(1, Events);
    private readonly byte[] _rows;
    private readonly byte[] _item;

    public CodecBenchmarks()
    {
        _rows = _frame[Protocol.ProtocolLimits.EventsPrefixBytes..];
        var events = new List<MxEvent>();
        var reader = new WireReader(_rows);
        while (!reader.End)
        {
            events.Add(EventRow.Read(ref reader));
        }

        WireSerializer.Serialize<StreamItem>(_output, new EventsItem { First = 1, Last = Events, Events = events });
        _item = _output.WrittenSpan.ToArray();
    }

    [Benchmark]
    public void Encode()
    {
        _output.ResetWrittenCount();
        for (var i = 1; i <= Events; i++)
        {
            BenchmarkEvents.WriteRow(_output, i);
        }
    }

    [Benchmark]
    public void EncodeByPackage()
    {
        _output.ResetWrittenCount();
        for (var i = 1; i <= Events; i++)
        {
            BenchmarkEvents.WriteRowByPackage(_output, i);
        }
    }

    [Benchmark]
    public long TakeIn() => Batch.FromFrame(_frame, 0).Last;

    [Benchmark]
    public long Decode()
    {
        var reader = new WireReader(_rows);
        long sum = 0;
        for (var i = 0; i < Events; i++)
        {
            sum += EventRow.Read(ref reader).Sequence;
        }

        return sum;
    }

    /// <summary>The whole item as a client receives it, with all its events.</summary>
    [Benchmark]
    public long DecodeItem()
    {
        long sum = 0;
        foreach (var each in ((EventsItem)WireSerializer.Deserialize<StreamItem>(_item)).Events)
        {
            sum += each.Sequence;
        }

        return sum;
    }

    /// <summary>The whole item, of which only numbers and times are wanted.</summary>
    [Benchmark]
    public double DecodeColumns()
    {
        var sum = 0.0;
        foreach (var value in ((EventsItem)WireSerializer.Deserialize<StreamItem>(_item)).Columns().Values.Span)
        {
            sum += value;
        }

        return sum;
    }

    [Benchmark]
    public long DecodeByPackage()
    {
        var reader = new MessagePack.MessagePackReader(_rows);
        long sum = 0;
        for (var i = 0; i < Events; i++)
        {
            sum += PackageRow.Read(ref reader).Sequence;
        }

        return sum;
    }
}
