using Gateway.Threading;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>
/// The queue of a stream's members that may have items, each at most once. A busy session gets no more than its share, and a quiet one
/// costs nothing. Any thread may add; one reader takes.
/// </summary>
internal sealed class ReadyMembers
{
    private readonly Lock _gate = new();
    private readonly Queue<SessionMember> _queue = new();
    private readonly AsyncSignal _signal = new();

    /// <summary>Called under the lock of a member's distributor, so it only queues the member.</summary>
    public void Add(SessionMember member)
    {
        if (member.TryQueue())
        {
            lock (_gate)
            {
                _queue.Enqueue(member);
            }
        }

        _signal.Set();
    }

    /// <summary>The next member. If something arrives for it from now on, it is queued again.</summary>
    public SessionMember? Take()
    {
        lock (_gate)
        {
            if (!_queue.TryDequeue(out var member))
            {
                return null;
            }

            member.Unqueue();
            return member;
        }
    }

    public void Wake() => _signal.Set();

    public ValueTask WaitAsync() => _signal.WaitAsync();
}
