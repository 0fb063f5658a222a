using System.Globalization;
using System.Runtime.ExceptionServices;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Client.Internal;

/// <summary>
/// The present state of live items and what has changed since it was read: one entry per item, however slowly it is read. Safe on any
/// thread; transitions of the status are reported after the lock is left.
/// </summary>
internal sealed class LiveOutlet(LiveStatusReporter status)
{
    private const int MaxNotices = 100;

    private readonly object _gate = new();
    private readonly Signal _news = new();
    private readonly Dictionary<string, LiveItemState> _items = new(LiveReference.Comparer);
    private readonly Dictionary<LiveHandle, string> _byHandle = [];

    /// <summary>Keys of the items that were subscribed, or refused, in the present session.</summary>
    private readonly HashSet<string> _subscribed = new(LiveReference.Comparer);

    private readonly HashSet<string> _changed = new(LiveReference.Comparer);
    private Queue<LiveNotice> _notices = new();
    private int _dropped;
    private bool _dirty;

    private TaskCompletionSource<bool>? _settled;
    private bool _isLive;
    private bool _ended;
    private Exception? _failure;

    public LiveStatus Status => status.Current;

    public LiveItemState? Find(string reference)
    {
        lock (_gate)
        {
            return _items.TryGetValue(LiveReference.KeyOf(reference), out var item) ? item : null;
        }
    }

    public IReadOnlyList<LiveItemState> All()
    {
        lock (_gate)
        {
            return [.. _items.Values];
        }
    }

    public void Add(IEnumerable<string> references)
    {
        lock (_gate)
        {
            foreach (var reference in references)
            {
                var key = LiveReference.KeyOf(reference);
                if (!_items.ContainsKey(key))
                {
                    _items[key] = new LiveItemState { Reference = reference };
                }
            }
        }
    }

    public void Remove(IEnumerable<string> references)
    {
        lock (_gate)
        {
            foreach (var key in references.Select(LiveReference.KeyOf))
            {
                _items.Remove(key);
                _changed.Remove(key);
                _subscribed.Remove(key);
            }

            Settle();
        }
    }

    /// <summary>The items that the present session does not have yet.</summary>
    public IReadOnlyList<string> Missing()
    {
        lock (_gate)
        {
            return [.. _items.Where(item => !_subscribed.Contains(item.Key)).Select(item => item.Value.Reference)];
        }
    }

    /// <summary>Another session, or the same one read anew: nothing that is known confirms anything.</summary>
    public void BeginSession()
    {
        lock (_gate)
        {
            _byHandle.Clear();
            _subscribed.Clear();
        }
    }

    public void Subscribed(IReadOnlyList<string> references, LiveSubscription subscription)
    {
        lock (_gate)
        {
            foreach (var key in references.Select(LiveReference.KeyOf))
            {
                if (!_items.TryGetValue(key, out var item))
                {
                    continue; // It was removed meanwhile.
                }

                if (subscription.Handles.TryGetValue(key, out var handle))
                {
                    _byHandle[handle] = key;
                }

                _subscribed.Add(key);
                Change(key, item with { Problem = subscription.Refused.TryGetValue(key, out var refusal) ? ReasonOf(refusal) : null });
            }

            Settle();
        }

        _news.Set();
    }

    public void Values(IReadOnlyList<MxEvent> events)
    {
        lock (_gate)
        {
            foreach (var one in events)
            {
                if (one.Family == EventFamily.OnDataChange
                    && _byHandle.TryGetValue(new LiveHandle(one.ServerHandle, one.ItemHandle), out var key) && _items.TryGetValue(key, out var item))
                {
                    Change(key, ValueOf(item, one));
                }
            }

            Settle();
        }

        _news.Set();
    }

    /// <summary>The items are live. Values of before stay stale until they are confirmed.</summary>
    public void Live(LiveStatus next)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                status.Set(next);
                _isLive = true;
                _dirty = true;
            }
        }

        _news.Set();
    }

    /// <summary>Events are still to come: every value is stale until it is confirmed or replaced.</summary>
    public void Doubt()
    {
        lock (_gate)
        {
            MakeStale();
        }

        _news.Set();
    }

    /// <summary>Nothing has changed since the values were received; those of items without one stay stale.</summary>
    public void Confirm()
    {
        lock (_gate)
        {
            foreach (var pair in _isLive ? _items.ToArray() : [])
            {
                if (pair.Value is { Value: not null, Stale: true })
                {
                    Change(pair.Key, pair.Value with { Stale = false });
                }
            }
        }

        _news.Set();
    }

    /// <summary>The status, and with it every value is stale, also those that were received and not taken here yet.</summary>
    public void Restoring(LiveStatus next)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                status.Set(next);
                _isLive = false;
                MakeStale();
                _dirty = true;
            }
        }

        _news.Set();
    }

    /// <summary>Events were lost: every value is stale until the snapshot that follows confirms it.</summary>
    public void Gap(LiveGapNotice notice)
    {
        lock (_gate)
        {
            MakeStale();
            Add(notice);
        }

        _news.Set();
    }

    public void Notice(LiveNotice notice)
    {
        lock (_gate)
        {
            Add(notice);
        }

        _news.Set();
    }

    /// <summary>No more changes; the reader gets what is left, then the failure if there is one.</summary>
    public void Finish(LiveStatus last, Exception? failure)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            status.Set(last);
            _isLive = false;
            MakeStale();
            _dirty = true;
            _ended = true;
            _failure = failure;
            _settled?.TrySetResult(true);
        }

        _news.Set();
    }

    /// <summary>What has changed since the last call; null at the end.</summary>
    public async ValueTask<LiveChanges?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var changes))
            {
                return changes;
            }

            await _news.WaitAsync(cancellationToken);
        }
    }

    /// <summary>All items, when each has a value or a problem. After the wait, an item that has neither gets a problem that says so.</summary>
    public async Task<IReadOnlyList<LiveItemState>> FirstValuesAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        Task settled;
        lock (_gate)
        {
            _settled ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            settled = _settled.Task;
            Settle();
        }

        try
        {
            await settled.WaitAsync(wait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            NoteMissing(wait);
        }

        lock (_gate)
        {
            return _ended ? throw Ending() : [.. _items.Values];
        }
    }

    private static string ReasonOf(MxItemResult refusal) => refusal.Diagnostic ?? $"MXAccess refused the reference (HRESULT 0x{refusal.Hresult:X8}).";

    private LiveItemState ValueOf(LiveItemState item, MxEvent one) => item with
    {
        Value = one.Value,
        Quality = one.Quality,
        SourceTime = one.SourceTime,
        WorkerTime = one.WorkerTime,
        Stale = !_isLive,
        Problem = ProblemOf(one),
    };

    private static string? ProblemOf(MxEvent one)
    {
        string[] failed = [.. one.Statuses.Where(status => status.Success == 0).Select(MxStatusText.Of)];
        return failed.Length == 0 ? null : string.Join("; ", failed);
    }

    private static bool IsSettled(LiveItemState item) => item.Value is not null || item.Problem is not null;

    private Exception Ending() => _failure ?? new ObjectDisposedException(nameof(LiveItems));

    private void NoteMissing(TimeSpan wait)
    {
        lock (_gate)
        {
            var why = status.Current is { State: not LiveState.Live, Message: var message } ? $" {message}" : "";
            var text = string.Format(CultureInfo.InvariantCulture, "No value has come within {0} s.{1}", wait.TotalSeconds, why);
            foreach (var pair in _items.ToArray())
            {
                if (!IsSettled(pair.Value))
                {
                    Change(pair.Key, pair.Value with { Problem = text });
                }
            }

            Settle();
        }

        _news.Set();
    }

    private void Settle()
    {
        if (_settled is not null && (_ended || _items.Values.All(IsSettled)))
        {
            _settled.TrySetResult(true);
            _settled = null;
        }
    }

    private void MakeStale()
    {
        foreach (var pair in _items.ToArray())
        {
            if (!pair.Value.Stale)
            {
                Change(pair.Key, pair.Value with { Stale = true });
            }
        }
    }

    private void Change(string key, LiveItemState item)
    {
        _items[key] = item;
        _changed.Add(key);
    }

    private void Add(LiveNotice notice)
    {
        _notices.Enqueue(notice);
        if (_notices.Count > MaxNotices)
        {
            _notices.Dequeue();
            _dropped++;
        }

        _dirty = true;
    }

    private bool TryTake(out LiveChanges? changes)
    {
        lock (_gate)
        {
            changes = null;
            if (_dirty || _changed.Count > 0)
            {
                changes = Taken();
                return true;
            }

            if (_ended && _failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }

            return _ended;
        }
    }

    private LiveChanges Taken()
    {
        var changes = new LiveChanges
        {
            Status = status.Current,
            Items = [.. _changed.Select(key => _items[key])],
            Notices = _notices.ToArray(),
            NoticesDropped = _dropped,
        };
        _changed.Clear();
        _notices = new Queue<LiveNotice>();
        _dropped = 0;
        _dirty = false;
        return changes;
    }
}
