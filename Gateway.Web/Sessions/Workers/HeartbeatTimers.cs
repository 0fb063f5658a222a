using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Calls back for every connected worker once in each heartbeat interval. Up to <see cref="GroupSize"/> workers share one timer, so that
/// a thousand idle sessions wake a thread some times in a second and not once for each of them; and not all share one, so that the
/// heartbeats of a thousand sessions do not come between the events of another in one piece.
/// </summary>
internal sealed class HeartbeatTimers(IOptions<WorkerOptions> options, TimeProvider time)
{
    /// <summary>Heartbeats of so many workers, with their answers, take about a millisecond.</summary>
    public const int GroupSize = 50;

    private readonly TimeSpan _interval = TimeSpan.FromMilliseconds(options.Value.HeartbeatIntervalMs);
    private readonly Lock _gate = new();
    private readonly List<Group> _groups = [];

    /// <summary>Number of timers that run.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _groups.Count;
            }
        }
    }

    /// <summary>Begins to call back; the first time within one interval.</summary>
    /// <param name="look">Called on a pool thread, never twice at the same time. It must not wait or throw.</param>
    /// <returns>Ends it when it is disposed; a call that has begun may still be running then.</returns>
    public IDisposable Start(Action look)
    {
        lock (_gate)
        {
            var group = _groups.Find(one => one.Count < GroupSize);
            if (group is null)
            {
                group = new Group(_interval, time);
                _groups.Add(group);
            }

            var member = new Member(this, group, look);
            group.Add(member);
            return member;
        }
    }

    private void End(Member member)
    {
        lock (_gate)
        {
            if (member.Group.Remove(member) && member.Group.Count == 0)
            {
                _groups.Remove(member.Group);
                member.Group.Dispose();
            }
        }
    }

    private sealed class Member(HeartbeatTimers timers, Group group, Action look) : IDisposable
    {
        public Group Group => group;

        public void Look() => look();

        public void Dispose() => timers.End(this);
    }

    /// <summary>Workers with one timer. Changed under the lock of the timers; its callback reads one unchanging list.</summary>
    private sealed class Group : IDisposable
    {
        private readonly ITimer _timer;
        private volatile Member[] _members = [];
        private int _looking;

        public Group(TimeSpan interval, TimeProvider time) => _timer = time.CreateTimer(_ => Look(), null, interval, interval);

        public int Count => _members.Length;

        public void Add(Member member) => _members = [.. _members, member];

        public bool Remove(Member member)
        {
            var before = _members;
            _members = Array.FindAll(before, one => one != member);
            return _members.Length < before.Length;
        }

        public void Dispose() => _timer.Dispose();

        private void Look()
        {
            // A timer calls again while a slow machine still runs the call before.
            if (Interlocked.Exchange(ref _looking, 1) == 1)
            {
                return;
            }

            foreach (var member in _members)
            {
                member.Look();
            }

            Volatile.Write(ref _looking, 0);
        }
    }
}
