using BenchmarkDotNet.Attributes;
using Gateway.Contracts;
using Gateway.Web.Platform.Recorder;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gateway.Benchmarks;

/// <summary>What one occurrence costs: a command of a session, and a change of a reader, which is in three rings.</summary>
public class RecorderBenchmarks
{
    private OccurrenceRing _session = OccurrenceRing.None;
    private OccurrenceRing _stream = OccurrenceRing.None;

    [Params(0, 16)]
    public int Megabytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var recorder = new FlightRecorder(Options.Create(new RecorderOptions { MaxMegabytes = Megabytes }), TimeProvider.System, NullLogger<FlightRecorder>.Instance);
        var connection = recorder.Open(new RingHeading(RecorderPart.Connection, "connection", "ada"));
        _session = recorder.Open(new RingHeading(RecorderPart.Session, "session", "ada"));
        _stream = recorder.Open(new RingHeading(RecorderPart.Stream, "reader", "ada") { Session = _session, Connection = connection });
    }

    [Benchmark]
    public void Command() => _session.Note(new Occurrence(OccurrenceKind.Command) { Word = EnumWord.Of(MxMethod.Write), A = 1_250 });

    [Benchmark]
    public void ChangeOfReader() => _stream.Note(new Occurrence(OccurrenceKind.Lagged) { A = 3, B = 0 });
}
