namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// Notifies listeners when a session has changed its state or its session tag. They are called on the thread that made the change,
/// after the change and before its requester gets an answer, and must not wait. May be used on any thread.
/// </summary>
internal sealed class SessionWatch
{
    public event Action<Session>? Changed;

    public void Tell(Session session) => Changed?.Invoke(session);
}
