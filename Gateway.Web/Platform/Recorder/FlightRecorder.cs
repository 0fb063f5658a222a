using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Recorder;

/// <summary>
/// Keeps in memory what happened last to each connection, reader, session and worker, so that it can be explained afterwards. Nothing is
/// done for an event that is delivered, and nothing is made into text before somebody reads it. All rings and dumps together stay within
/// one budget: rings of what has ended go first, the oldest before the others; when that is not enough, a ring does not grow any more and a new one
/// keeps nothing. May be used on any thread.
/// </summary>
internal sealed class FlightRecorder
{
    private const int MostReadersOfDump = 8;

    private readonly ConcurrentDictionary<(RecorderPart Part, string Id), OccurrenceRing> _rings = new();
    private readonly ConcurrentDictionary<int, OccurrenceRing> _byNumber = new();
    private readonly Lock _gate = new();
    private readonly Queue<OccurrenceRing> _ended = new();
    private readonly RecorderOptions _options;
    private readonly DumpShelf _dumps;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _lastNumber;

    public FlightRecorder(IOptions<RecorderOptions> options, TimeProvider time, ILogger<FlightRecorder> logger)
    {
        _options = options.Value;
        Budget = new RecorderBudget(_options.MaxMegabytes * 1024L * 1024L);
        _dumps = new DumpShelf(_options, Budget);
        _time = time;
        _logger = logger;
    }

    public RecorderBudget Budget { get; }

    /// <summary>Time of an entry, in ticks, UTC.</summary>
    public long Now => _time.GetUtcNow().UtcTicks;

    /// <summary>The dumps, the oldest first.</summary>
    public IReadOnlyList<KeptDump> Dumps => _dumps.All(_time.GetUtcNow().UtcDateTime);

    /// <summary>Begins a ring. It replaces the ring of something earlier with the same id.</summary>
    public OccurrenceRing Open(RingHeading heading)
    {
        if (_options.MaxMegabytes == 0)
        {
            return OccurrenceRing.None;
        }

        ForgetExpired();
        if (!Budget.TryTake(OccurrenceRing.Overhead))
        {
            MakeRoom(OccurrenceRing.Overhead);
            if (!Budget.TryTake(OccurrenceRing.Overhead))
            {
                return OccurrenceRing.None;
            }
        }

        var ring = new OccurrenceRing(heading, Interlocked.Increment(ref _lastNumber), _options.Entries, this);
        _byNumber[ring.Number] = ring;
        _rings[(heading.Part, heading.Id)] = ring;
        return ring;
    }

    /// <returns>Null when there was no such thing, or its ring is no longer kept.</returns>
    public OccurrenceRing? Find(RecorderPart part, string id) => _rings.GetValueOrDefault((part, id));

    /// <summary>The rings of a kind, in no order.</summary>
    public IEnumerable<OccurrenceRing> All(RecorderPart part) => _byNumber.Values.Where(ring => ring.Heading.Part == part);

    /// <summary>The rings that entries come from, as far as they are kept.</summary>
    internal Dictionary<int, RingHeading> HeadingsOf(IReadOnlyList<Occurrence> entries)
    {
        var headings = new Dictionary<int, RingHeading>();
        foreach (var entry in entries)
        {
            if (entry.From != 0 && _byNumber.TryGetValue(entry.From, out var ring))
            {
                headings[entry.From] = ring.Heading;
            }
        }

        return headings;
    }

    /// <summary>Writes an entry to the log, for a session that is traced.</summary>
    internal void Log(OccurrenceRing ring, in Occurrence entry)
    {
        var session = ring.Heading.Part == RecorderPart.Session ? ring : ring.Heading.Session;
        var data = string.Join(", ", OccurrenceText.DataOf(entry)?.Select(pair => $"{pair.Key} {pair.Value}") ?? []);
        RecorderLog.Traced(_logger, session.Heading.Id, ring.Heading.Part, ring.Heading.Id, entry.Kind, data);
    }

    internal void OnEnded(OccurrenceRing ring)
    {
        lock (_gate)
        {
            _ended.Enqueue(ring);
        }

        ForgetExpired();
    }

    /// <summary>Gives up rings of what has ended, the oldest first, until so much memory is free or there are no more.</summary>
    internal void MakeRoom(long bytes)
    {
        while (!HasRoom(bytes) && TakeEnded(_ => true) is { } oldest)
        {
            Forget(oldest);
        }
    }

    /// <summary>Keeps a copy of the rings that concern something that went wrong, unless there were too many of its kind just now.</summary>
    internal void Dump(DumpCause cause, OccurrenceRing origin)
    {
        if (_dumps.Admit(cause, KeptDump.KeyOf(origin.Heading), _time.GetUtcNow().UtcDateTime) is { } ticket)
        {
            // The caller may hold a lock of the path of events. What follows at once on the trouble is in the copy too.
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Recorder.Keep(work.Ticket, work.Origin), (Recorder: this, Ticket: ticket, Origin: origin), preferLocal: false);
        }
    }

    private void Keep(DumpTicket ticket, OccurrenceRing origin)
    {
        RingCopy[] rings = [.. Concerned(origin).Where(ring => !ring.IsNone).Distinct().Select(ring => ring.Copy())];
        var dump = _dumps.Add(ticket, rings);
        if (dump is null)
        {
            MakeRoom(rings.Sum(ring => (long)ring.Bytes));
            dump = _dumps.Add(ticket, rings);
        }

        if (dump is not null)
        {
            RecorderLog.DumpMade(_logger, dump.Id, dump.Cause, origin.Heading.Part, origin.Heading.Id);
        }
    }

    // The ring itself, its session and its connection, the workers of the session and the readers to which something happened last.
    private IEnumerable<OccurrenceRing> Concerned(OccurrenceRing origin)
    {
        var session = origin.Heading.Part == RecorderPart.Session ? origin : origin.Heading.Session;
        var others = session.IsNone ? [] : session.Numbers().Select(number => _byNumber.GetValueOrDefault(number)).OfType<OccurrenceRing>().ToArray();
        var workers = others.Where(ring => ring.Heading.Part == RecorderPart.Worker);
        var readers = others.Where(ring => ring.Heading.Part == RecorderPart.Stream).Take(MostReadersOfDump);
        return [origin, session, origin.Heading.Connection, .. workers, .. readers];
    }

    private bool HasRoom(long bytes)
    {
        if (!Budget.TryTake(bytes))
        {
            return false;
        }

        Budget.GiveBack(bytes);
        return true;
    }

    private void ForgetExpired()
    {
        var oldest = Now - TimeSpan.FromMinutes(_options.EndedMinutes).Ticks;
        while (TakeEnded(ring => ring.EndedAt <= oldest) is { } expired)
        {
            Forget(expired);
        }
    }

    private OccurrenceRing? TakeEnded(Func<OccurrenceRing, bool> mayGo)
    {
        lock (_gate)
        {
            return _ended.TryPeek(out var oldest) && mayGo(oldest) ? _ended.Dequeue() : null;
        }
    }

    private void Forget(OccurrenceRing ring)
    {
        _byNumber.TryRemove(ring.Number, out _);
        // The id may be in use again: the system gives the id of an ended process to another one.
        _rings.TryRemove(KeyValuePair.Create((ring.Heading.Part, ring.Heading.Id), ring));
        Budget.GiveBack(ring.Clear());
    }
}
