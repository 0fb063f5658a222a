namespace Gateway.Web.Platform.Recorder;

/// <summary>
/// The last occurrences of one connection, reader, session or worker. What happens to a reader or a worker is also in the ring of its
/// session, and what happens to a reader in the ring of its connection. Recording never waits and never throws; may be used on any thread.
/// </summary>
internal sealed class OccurrenceRing
{
    /// <summary>What a ring costs in memory beside its entries: the objects, the id and its place among the rings.</summary>
    public const int Overhead = 640;

    private readonly Lock _gate = new();
    private readonly FlightRecorder? _recorder;
    private readonly OccurrenceBuffer _rare;
    private readonly OccurrenceBuffer _frequent;
    private readonly long _began;
    private long _ended;
    private int _kept;
    private string? _sessionTag;
    private volatile RingTrace? _trace;
    private bool _isGone;

    public OccurrenceRing(RingHeading heading, int number, int entries, FlightRecorder recorder)
        : this(heading, number, entries) => (_recorder, _began) = (recorder, recorder.Now);

    private OccurrenceRing(RingHeading heading, int number, int entries) =>
        (Heading, Number, _rare, _frequent) = (heading, number, new OccurrenceBuffer(entries / 2), new OccurrenceBuffer(entries - (entries / 2)));

    /// <summary>A ring that keeps nothing.</summary>
    public static OccurrenceRing None { get; } = new(null!, 0, 0);

    /// <summary>Largest number of lines that one trace writes to the log.</summary>
    public const int MostTraceLines = 5_000;

    /// <summary>Not to be used of <see cref="None"/>.</summary>
    public RingHeading Heading { get; }

    /// <summary>Unique in one run of the gateway.</summary>
    public int Number { get; }

    public bool IsNone => _recorder is null;

    /// <summary>The session tag of a session, which decides who reaches it.</summary>
    public string? SessionTag
    {
        get => Volatile.Read(ref _sessionTag);
        set => Volatile.Write(ref _sessionTag, IsNone ? null : value);
    }

    /// <summary>When what the ring is about ended, in ticks, UTC; 0 while it goes on.</summary>
    public long EndedAt => Volatile.Read(ref _ended);

    /// <summary>A ring for something that belongs to what this ring is about.</summary>
    public OccurrenceRing Open(RingHeading heading) => _recorder?.Open(heading) ?? None;

    public void Note(OccurrenceKind kind) => Note(new Occurrence(kind));

    /// <summary>Keeps an entry, also in the rings of its session and its connection, and dumps the rings that concern it if it is of a kind that asks for it.</summary>
    public void Note(Occurrence occurrence)
    {
        if (_recorder is not { } recorder)
        {
            return;
        }

        var entry = occurrence with { At = recorder.Now };
        Keep(entry);
        if (Heading.Part is RecorderPart.Stream or RecorderPart.Worker)
        {
            Heading.Session.Keep(entry with { From = Number });
            Heading.Connection.Keep(entry with { From = Number });
        }

        if ((Heading.Part == RecorderPart.Session ? this : Heading.Session)._trace is { } trace && trace.Admit(entry.At))
        {
            recorder.Log(this, entry);
        }

        if (occurrence.Cause is { } cause)
        {
            recorder.Dump(cause, this);
        }
    }

    /// <summary>
    /// Writes everything that is kept of a session from now on to the log too: what happens to it, to its worker and to its readers. It
    /// ends by itself, after the given time or after <see cref="MostTraceLines"/> lines.
    /// </summary>
    /// <param name="duration">Zero ends a trace now.</param>
    /// <returns>When it ends, UTC; null when nothing is kept of the session.</returns>
    public DateTime? Trace(TimeSpan duration)
    {
        if (_recorder is not { } recorder)
        {
            return null;
        }

        var until = recorder.Now + duration.Ticks;
        _trace = duration > TimeSpan.Zero ? new RingTrace(until, MostTraceLines) : null;
        Note(new Occurrence(OccurrenceKind.SessionTraced) { A = (long)duration.TotalMinutes });
        return new DateTime(until, DateTimeKind.Utc);
    }

    /// <summary>What the ring is about has ended: the ring stays readable until its memory is needed. Safe to call more than once.</summary>
    public void End()
    {
        if (_recorder is { } recorder && Interlocked.CompareExchange(ref _ended, recorder.Now, 0) == 0)
        {
            recorder.OnEnded(this);
        }
    }

    public RingCopy Copy()
    {
        Occurrence[] entries;
        long lost;
        lock (_gate)
        {
            entries = [.. _rare.ToArray(), .. _frequent.ToArray()];
            lost = _rare.Lost + _frequent.Lost;
        }

        Array.Sort(entries, static (one, other) => one.Order.CompareTo(other.Order));
        return new RingCopy
        {
            Heading = Heading,
            SessionTag = Heading.Part == RecorderPart.Session ? SessionTag : Heading.Session.SessionTag,
            Began = new DateTime(_began, DateTimeKind.Utc),
            Ended = EndedAt is var ended and > 0 ? new DateTime(ended, DateTimeKind.Utc) : null,
            Lost = lost,
            Entries = entries,
            Others = _recorder!.HeadingsOf(entries),
        };
    }

    /// <summary>The numbers of the rings that its entries come from, those of the latest entries first.</summary>
    public IEnumerable<int> Numbers()
    {
        lock (_gate)
        {
            return [.. _rare.ToArray().Concat(_frequent.ToArray()).OrderByDescending(entry => entry.Order).Select(entry => entry.From).Where(from => from != 0).Distinct()];
        }
    }

    /// <summary>Gives up the entries.</summary>
    /// <returns>The memory that is free now.</returns>
    public long Clear()
    {
        lock (_gate)
        {
            _isGone = true;
            var bytes = (_rare.Size + _frequent.Size) * Occurrence.Bytes;
            _rare.Clear();
            _frequent.Clear();
            return bytes + Overhead;
        }
    }

    private void Keep(in Occurrence entry)
    {
        if (_recorder is not { } recorder)
        {
            return;
        }

        var wanted = 0;
        lock (_gate)
        {
            if (_isGone)
            {
                return;
            }

            // What comes from readers comes from many of them.
            var buffer = entry.IsFrequent || (entry.From != 0 && entry.IsOfStream) ? _frequent : _rare;
            if (buffer.Growth is var growth and > 0)
            {
                wanted = growth * Occurrence.Bytes;
                if (recorder.Budget.TryTake(wanted))
                {
                    buffer.Grow(growth);
                    wanted = 0;
                }
            }

            buffer.Add(entry with { Order = ++_kept });
        }

        // Not under the lock, because it takes the locks of other rings. The next entry finds the room.
        if (wanted > 0)
        {
            recorder.MakeRoom(wanted);
        }
    }
}
