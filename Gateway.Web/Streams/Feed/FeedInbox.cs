using Gateway.Threading;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// The queue of changes in front of the writer, in the order in which they were recorded. It is bounded: when it is full, new changes
/// are dropped and counted, and a hole takes their place. Adding never waits and may happen on any thread. Only the writer takes.
/// </summary>
internal sealed class FeedInbox(IOptions<FeedOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<PendingChange> _waiting = new();
    private readonly AsyncSignal _signal = new();
    private FeedHole? _hole;
    private bool _retentionDue;
    private bool _checkDue;
    private long _dropped;

    /// <summary>Changes dropped since the gateway started.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>False when the change had to be dropped.</summary>
    /// <param name="entry">The change.</param>
    /// <param name="reason">The reason of the hole if there is no room.</param>
    public bool TryAdd(FeedEntry entry, string reason)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_waiting.Count >= options.Value.InboxChanges)
            {
                _hole = (_hole ?? new FeedHole(reason, now, now, 0)).With(entry.Kind, now);
                Interlocked.Increment(ref _dropped);
                return false;
            }

            MarkHole();
            _waiting.Enqueue(new PendingChange(now, entry));
        }

        _signal.Set();
        return true;
    }

    /// <summary>Takes waiting changes in order, up to a number.</summary>
    public void Take(List<PendingChange> destination, int most)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                MarkHole();
            }

            while (destination.Count < most && _waiting.TryDequeue(out var change))
            {
                destination.Add(change);
            }
        }
    }

    /// <summary>Asks the writer to delete what is no longer retained.</summary>
    public void RequestRetention()
    {
        lock (_gate)
        {
            _retentionDue = true;
        }

        Wake();
    }

    /// <summary>Asks the writer to check the journal, because a reader found damage.</summary>
    public void RequestCheck()
    {
        lock (_gate)
        {
            _checkDue = true;
        }

        Wake();
    }

    public bool TakeRetentionRequest() => Take(ref _retentionDue);

    public bool TakeCheckRequest() => Take(ref _checkDue);

    public void Wake() => _signal.Set();

    /// <summary>Waits for something to do. Only one caller may wait.</summary>
    public ValueTask WaitAsync() => _signal.WaitAsync();

    private bool Take(ref bool request)
    {
        lock (_gate)
        {
            var due = request;
            request = false;
            return due;
        }
    }

    // The hole comes after the changes that were added before the loss, and before those that are added later.
    private void MarkHole()
    {
        if (_hole is { } hole)
        {
            _waiting.Enqueue(new PendingChange(hole.Last, hole.ToEntry()));
            _hole = null;
        }
    }
}
