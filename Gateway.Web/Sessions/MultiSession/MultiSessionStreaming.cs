using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>
/// All streams over many sessions, and the single listener for changes of sessions. A stream has no subscription to a session that it
/// does not select, so publishing costs nothing there. May be used on any thread.
/// </summary>
internal sealed class MultiSessionStreaming
{
    private readonly ConcurrentDictionary<MultiSessionStream, byte> _running = new();
    private readonly SessionManager _sessions;
    private readonly MultiSessionRequestValidator _validator;
    private readonly IAccessPolicy _access;
    private readonly TimeProvider _time;

    public MultiSessionStreaming(
        SessionManager sessions, SessionWatch watch, MultiSessionRequestValidator validator, IAccessPolicy access, TimeProvider time)
    {
        _sessions = sessions;
        _validator = validator;
        _access = access;
        _time = time;
        watch.Changed += Review;
    }

    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c>, or the reason why the stream ended.</exception>
    public IAsyncEnumerable<MultiSessionItem> Open(LiveCaller live, MultiSessionRequest request, CancellationToken cancellationToken)
    {
        _access.Demand(live.Demand(_time.GetUtcNow()), GatewayAction.ReadSession);
        var positions = _validator.Check(request);
        return ReadAsync(live, request, positions, cancellationToken);
    }

    private async IAsyncEnumerable<MultiSessionItem> ReadAsync(
        LiveCaller live, MultiSessionRequest request, IReadOnlyList<SessionPosition>? positions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = live.Quota.TakeStream();
        await PrepareAsync(live.Demand(_time.GetUtcNow()), new SessionSelector(request), cancellationToken);
        var stream = live.Attach(_time.GetUtcNow(), caller => Start(caller, request, positions, live));
        try
        {
            await foreach (var item in stream.ReadAsync(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            live.Detach(stream);
            Close(stream);
        }
    }

    // A session that cannot be read yet joins when it can.
    private Task PrepareAsync(Caller caller, SessionSelector selector, CancellationToken cancellationToken) => Task.WhenAll(_sessions.All
        .Where(session => session.CanPrepare && selector.Chooses(session.Identity) && _access.Allows(caller, GatewayAction.ReadSession, session.ToAccessInfo()))
        .Select(async session =>
        {
            try
            {
                await session.PrepareAsync(cancellationToken);
            }
            catch (GatewayException error) when (error.Code is GatewayErrorCode.SessionNotReady or GatewayErrorCode.SessionClosed)
            {
                // It reports its next state itself.
            }
        }));

    // The rights are read again, because a renewal may have come between the call and the first read.
    internal MultiSessionStream Start(Caller caller, MultiSessionRequest request, IReadOnlyList<SessionPosition>? positions, LiveCaller? live = null)
    {
        _access.Demand(caller, GatewayAction.ReadSession);
        var settings = _validator.Grant(request, caller) with { Connection = live };
        var ready = new ReadyMembers();
        var members = new MultiSessionMembership(new SessionSelector(request), settings, ready, _access);
        var stream = new MultiSessionStream(settings, members, ready, _sessions, _time);
        // The stream is notified of changes from here on; the sessions that exist already are added now.
        _running[stream] = 0;
        stream.Begin(caller, positions);
        return stream;
    }

    internal void Close(MultiSessionStream stream)
    {
        _running.TryRemove(stream, out _);
        stream.Dispose();
    }

    private void Review(Session session)
    {
        foreach (var stream in _running.Keys)
        {
            stream.Review(session);
        }
    }
}
