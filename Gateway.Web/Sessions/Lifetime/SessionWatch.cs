namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// Tells that a session changed its state or its label. Told on the thread that changes it, after the change and before whoever
/// asked for it is answered; listeners do not wait. Any thread.
/// </summary>
internal sealed class SessionWatch
{
    public event Action<Session>? Changed;

    public void Tell(Session session) => Changed?.Invoke(session);
}
