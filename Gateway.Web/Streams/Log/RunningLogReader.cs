using System.Text.Json;
using Gateway.Errors;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Streams.Log;

/// <summary>A stream of the change feed or of the alarms: who reads it, how far it is, and what the flight recorder keeps of it.</summary>
internal sealed class RunningLogReader(LiveCaller live, LogReading reading, DateTime since, LogReaderRegistry all) : IDisposable
{
    private OccurrenceRing _ring = OccurrenceRing.None;
    private IRunningLog? _log;
    private long _delivered;
    private int _gaps;

    /// <summary>Unique; the id of its row in the overview and of its timeline.</summary>
    public string Id { get; } = $"{JsonNamingPolicy.CamelCase.ConvertName(reading.Kind.ToString())}-{Guid.NewGuid():N}";

    public LogReading Reading => reading;

    public LiveCaller Live => live;

    /// <summary>The subject does not change with the rights of a connection.</summary>
    public string Subject => live.Current.Subject;

    public DateTime Since => since;

    /// <summary>The reader itself. It is there once the stream has begun.</summary>
    public IRunningLog Log => _log ?? throw new InvalidOperationException("The stream has not begun.");

    /// <summary>Number of entries that were given.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Number of gaps that were reported.</summary>
    public int Gaps => Volatile.Read(ref _gaps);

    /// <summary>The stream has begun. Called once.</summary>
    public void Begin(IRunningLog log)
    {
        _log = log;
        _ring = live.Ring.Open(new RingHeading(RecorderPart.Stream, Id, Subject) { Connection = live.Ring, Site = live.Current.Sites?.Home });
        log.Record(_ring);
        _ring.Note(new Occurrence(OccurrenceKind.StreamStarted) { Word = EnumWord.Of(reading.Mode), A = reading.ResumedAfter ?? Occurrence.Absent });
        all.Add(this);
    }

    /// <summary>Entries were given.</summary>
    public void Gave(int entries) => Interlocked.Add(ref _delivered, entries);

    /// <summary>The reader was told that entries are missing.</summary>
    public void Missed<T>(T reason, long after)
        where T : struct, Enum
    {
        Interlocked.Increment(ref _gaps);
        _ring.Note(new Occurrence(OccurrenceKind.Gap) { Word = EnumWord.Of(reason), A = after });
    }

    public void End(GatewayException error) => Log.End(error);

    /// <summary>The stream has ended.</summary>
    public void Dispose()
    {
        all.Remove(this);
        _ring.Note(_log?.EndCode is { } code ? new Occurrence(OccurrenceKind.StreamFailed) { Code = code } : new Occurrence(OccurrenceKind.StreamLeft));
        _ring.End();
    }
}
