using Gateway.Web.Platform.Recorder;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Platform.Recorder;

/// <summary>A recorder with rings that a test fills itself.</summary>
internal sealed class RecorderRig : IDisposable
{
    private readonly LoggerFactory _logging = new();

    public RecorderRig(Action<RecorderOptions>? configure = null)
    {
        configure?.Invoke(Options);
        _logging.AddProvider(Logs);
        Recorder = new FlightRecorder(Microsoft.Extensions.Options.Options.Create(Options), Clock, _logging.CreateLogger<FlightRecorder>());
    }

    public RecorderOptions Options { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public FlightRecorder Recorder { get; }

    public OccurrenceRing Connection(string id, string subject = "rita") => Recorder.Open(new RingHeading(RecorderPart.Connection, id, subject));

    public OccurrenceRing Session(string id, string owner = "olga", string? tag = null)
    {
        var ring = Recorder.Open(new RingHeading(RecorderPart.Session, id, owner));
        ring.SessionTag = tag;
        return ring;
    }

    public OccurrenceRing Worker(string id, OccurrenceRing session) => Recorder.Open(new RingHeading(RecorderPart.Worker, id, session.Heading.Subject) { Session = session });

    public OccurrenceRing Stream(string id, OccurrenceRing session, OccurrenceRing? connection = null, string subject = "rita") =>
        Recorder.Open(new RingHeading(RecorderPart.Stream, id, subject) { Session = session, Connection = connection ?? OccurrenceRing.None });

    public void Dispose() => _logging.Dispose();
}
