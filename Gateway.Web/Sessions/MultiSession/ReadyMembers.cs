using Gateway.Threading;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>
/// The members of a stream that may have something, each once, in turn: so a busy session takes no more than its share, and a
/// quiet one costs nothing. Any thread adds; one reader takes.
/// </summary>
internal sealed class ReadyMembers
{
    private readonly Lock _gate = new();
    private readonly Queue<SessionMember> _queue = new();
    private readonly AsyncSignal _signal = new();

    /// <summary>Called under the lock of a member's distributor: does nothing but note it.</summary>
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

    /// <summary>The next member; whatever comes for it from here on adds it anew.</summary>
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
