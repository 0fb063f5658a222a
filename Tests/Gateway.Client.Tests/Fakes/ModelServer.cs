using Gateway.Contracts;

namespace Gateway.Client.Tests.Fakes;

/// <summary>
/// Generates the server's side of the resume contract without a server: a filter that hides some events, a history that loses
/// events, a worker that loses some, items that are split at random, overlaps with delivered items and, on request, holes that
/// are not reported.
/// </summary>
internal sealed class ModelServer
{
    private readonly Random _random;
    private readonly int _count;
    private readonly bool _makesHoles;
    private long _oldest = 1;

    public ModelServer(Random random, int count, bool makesHoles)
    {
        _random = random;
        _count = count;
        _makesHoles = makesHoles;
        for (var sequence = 1; sequence <= count; sequence++)
        {
            if (random.Next(4) > 0)
            {
                Visible.Add(sequence);
            }
        }
    }

    /// <summary>The sequences that the filter passes.</summary>
    public SortedSet<long> Visible { get; } = [];

    public IEnumerable<StreamItem> Subscribe(StreamRequest request)
    {
        var after = request.ResumeAfter!.Value;
        Forget();
        yield return Items.Started(after);
        if (after + 1 < _oldest)
        {
            yield return Items.Gap(GapReason.Evicted, after, _oldest);
            after = _oldest - 1;
            if (request.Snapshot == SnapshotPolicy.AfterGap)
            {
                after = Math.Min(after + _random.Next(5), _count);
                yield return Items.Snapshot(after);
            }
        }
        else
        {
            after = Math.Max(after - _random.Next(4), _oldest - 1);
        }

        foreach (var item in Follow(after))
        {
            yield return item;
        }
    }

    private IEnumerable<StreamItem> Follow(long after)
    {
        while (after < _count)
        {
            var last = Math.Min(after + _random.Next(1, 12), _count);
            var hole = _makesHoles && last < _count && _random.Next(10) == 0;
            if (hole)
            {
                after = last;
                last = Math.Min(after + _random.Next(1, 12), _count);
            }

            if (!hole && _random.Next(15) == 0)
            {
                yield return Items.Gap(GapReason.WorkerOverflow, after, last + 1);
            }
            else
            {
                yield return Span(after + 1, last, mayBeIdle: !hole);
            }

            after = last;
        }
    }

    private StreamItem Span(long first, long last, bool mayBeIdle)
    {
        var events = Visible.GetViewBetween(first, last).Select(Items.Event).ToList();
        return events.Count == 0 && mayBeIdle
            ? Items.Idle(last)
            : new EventsItem { First = first, Last = last, Events = events };
    }

    private void Forget()
    {
        if (_random.Next(6) == 0)
        {
            _oldest = Math.Min(_oldest + _random.Next(_count / 4), _count);
        }
    }
}
