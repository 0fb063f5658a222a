using Gateway.Events;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// One filter for all readers of a session that ask for the same events. While it has several readers, it caches its results for the
/// latest batches, so that the first reader of a batch does the work for all. May be used on any thread, but the pump never uses it.
/// </summary>
internal sealed class SharedFilter(EventFilter filter, ItemTable items, string key, FilterSlot slot)
{
    /// <summary>
    /// As many batches as a busy reader takes at a time: with fewer, later batches would overwrite a result before the next reader
    /// needs it.
    /// </summary>
    private const int MaxRemembered = 32;

    private readonly Lock _gate = new();
    private readonly List<Verdict> _remembered = [];
    private int _next;
    private volatile int _users;

    public string Key => key;

    public FilterSlot Slot => slot;

    /// <summary>Number of readers that use the filter. Set under the lock of the pool that lends it.</summary>
    public int Users
    {
        get => _users;
        set => _users = value;
    }

    /// <summary>Number of batches whose results are cached.</summary>
    public int Remembered
    {
        get
        {
            lock (_gate)
            {
                return _remembered.Count(verdict => verdict.Rows is not null);
            }
        }
    }

    public bool Matches(in EventHeader header)
    {
        lock (_gate)
        {
            return filter.Matches(header);
        }
    }

    /// <summary>Whether the filter rules out the item of every event, as <see cref="EventFilter.RulesOut"/>.</summary>
    public bool RulesOut(EncodedRows rows)
    {
        lock (_gate)
        {
            foreach (ref readonly var header in rows.Headers)
            {
                if (!filter.RulesOut(header))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Adds the events of a range that pass, as slices of adjacent rows.</summary>
    public void AddPassing(EncodedRows rows, int start, int count, List<RowSlice> slices)
    {
        lock (_gate)
        {
            if (_users < 2)
            {
                Judge(rows, start, count, slices);
                return;
            }

            var verdict = Find(rows) ?? Remember(rows);
            AddCut(verdict.Runs, start, start + count, slices);
        }
    }

    /// <summary>
    /// The item with all events of a batch that passed. Readers whose item accounts for the same sequences get the same object. Null
    /// when the batch is not cached.
    /// </summary>
    public OutgoingEvents? ItemOf(EncodedRows rows, long first, long last)
    {
        lock (_gate)
        {
            if (Find(rows) is not { } verdict)
            {
                return null;
            }

            return verdict.Item = verdict.Item switch
            {
                null => OutgoingEvents.Of(first, last, verdict.Runs),
                { } made when made.First == first && made.Last == last => made,
                { } made => made with { First = first, Last = last },
            };
        }
    }

    /// <summary>Drops the results of batches up to a sequence.</summary>
    public void ForgetThrough(long sequence)
    {
        lock (_gate)
        {
            foreach (var verdict in _remembered)
            {
                if (verdict.Rows is { } rows && rows.Last <= sequence)
                {
                    verdict.Clear();
                }
            }
        }
    }

    private static void AddCut(List<RowSlice> runs, int start, int end, List<RowSlice> slices)
    {
        for (var i = FirstEndingAfter(runs, start); i < runs.Count && runs[i].Start < end; i++)
        {
            var (rows, from, length) = runs[i];
            var (cutStart, cutEnd) = (Math.Max(from, start), Math.Min(from + length, end));
            slices.Add(new RowSlice(rows, cutStart, cutEnd - cutStart));
        }
    }

    // Binary search, because a reader may take a large batch in many small parts.
    private static int FirstEndingAfter(List<RowSlice> runs, int start)
    {
        var (low, high) = (0, runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (runs[middle].Start + runs[middle].Count > start)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private void Judge(EncodedRows rows, int start, int count, List<RowSlice> runs)
    {
        var headers = rows.Headers;
        for (var i = start; i < start + count; i++)
        {
            var runStart = i;
            while (i < start + count && filter.Matches(headers[i]))
            {
                i++;
            }

            if (i > runStart)
            {
                runs.Add(new RowSlice(rows, runStart, i - runStart));
            }
        }
    }

    // Cached results are valid for one version of the item table, because an item may be announced after its first events.
    private Verdict? Find(EncodedRows rows) => PlaceOf(rows) is { } verdict && verdict.Version == items.Version ? verdict : null;

    private Verdict Remember(EncodedRows rows)
    {
        var verdict = PlaceOf(rows) ?? Oldest();
        verdict.Begin(rows, items.Version);
        Judge(rows, 0, rows.Count, verdict.Runs);
        return verdict;
    }

    private Verdict? PlaceOf(EncodedRows rows)
    {
        foreach (var verdict in _remembered)
        {
            if (ReferenceEquals(verdict.Rows, rows))
            {
                return verdict;
            }
        }

        return null;
    }

    private Verdict Oldest()
    {
        if (_remembered.Count < MaxRemembered)
        {
            _remembered.Add(new Verdict());
            return _remembered[^1];
        }

        _next = (_next + 1) % MaxRemembered;
        return _remembered[_next];
    }

    /// <summary>The cached result for one batch. The object is reused for other batches, so that caching allocates nothing.</summary>
    private sealed class Verdict
    {
        /// <summary>Largest number of runs whose memory is kept for the next batch.</summary>
        private const int MaxKeptRuns = 256;

        public EncodedRows? Rows { get; private set; }

        public int Version { get; private set; }

        public List<RowSlice> Runs { get; private set; } = [];

        public OutgoingEvents? Item { get; set; }

        public void Begin(EncodedRows rows, int version)
        {
            Clear();
            (Rows, Version) = (rows, version);
        }

        public void Clear()
        {
            (Rows, Item) = (null, null);
            Runs.Clear();
            if (Runs.Capacity > MaxKeptRuns)
            {
                Runs = [];
            }
        }
    }
}
