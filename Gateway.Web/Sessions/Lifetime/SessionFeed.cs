using System.Globalization;
using Gateway.Contracts;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Records the changes of one session in the change feed. May be used on any thread.</summary>
internal sealed class SessionFeed(IFeed feed, Session session, TimeProvider time) : ISubscriptionObserver
{
    private readonly FeedThrottle _slow = new(time);
    private readonly Lock _gate = new();
    private int _attached;

    public void Became(SessionState state, SessionFault? fault)
    {
        switch (state)
        {
            case SessionState.Starting:
                Record(FeedKind.SessionOpened, session.Identity.Owner, null, ("backend", session.Identity.Backend));
                break;
            case SessionState.Ready:
                Record(FeedKind.SessionReady, null, null);
                break;
            case SessionState.Faulted:
                Record(FeedKind.SessionFaulted, null, fault?.Message, ("code", fault?.Code));
                break;
        }
    }

    public void Closed(string reason) => Record(FeedKind.SessionClosed, null, reason);

    /// <summary>The session and its worker were adopted from an earlier gateway.</summary>
    public void Adopted(int processId) => Record(FeedKind.SessionAdopted, null, null, ("processId", TextOf(processId)));

    public void WorkerStarted(int processId) => Record(FeedKind.WorkerStarted, null, null, ("processId", TextOf(processId)));

    public void WorkerExited(int processId, int exitCode) =>
        Record(FeedKind.WorkerExited, null, null, ("processId", TextOf(processId)), ("exitCode", TextOf(exitCode)));

    void ISubscriptionObserver.Started(SubscriptionSettings subscription)
    {
        lock (_gate)
        {
            RecordOf(subscription, FeedKind.SubscriptionStarted);
            if (++_attached == 1)
            {
                Record(FeedKind.SessionAttached, null, null);
            }
        }
    }

    void ISubscriptionObserver.Slow(SubscriptionSettings subscription)
    {
        // A reader at its limit becomes slow many times a second.
        if (_slow.Admit(subscription.SubscriptionId) is { } repeated)
        {
            RecordOf(subscription, FeedKind.SubscriptionSlow, repeated == 0 ? null : TextOf(repeated));
        }
    }

    void ISubscriptionObserver.Ended(SubscriptionSettings subscription)
    {
        lock (_gate)
        {
            RecordOf(subscription, FeedKind.SubscriptionEnded);
            if (--_attached == 0)
            {
                Record(FeedKind.SessionDetached, null, null);
            }
        }
    }

    private void RecordOf(SubscriptionSettings subscription, FeedKind kind, string? repeated = null) =>
        Record(kind, subscription.Subject, null, ("subscriptionId", subscription.SubscriptionId), (FeedThrottle.Repeated, repeated));

    private void Record(FeedKind kind, string? subject, string? detail, params (string Name, string? Text)[] data) => feed.Record(new FeedEntry
    {
        Kind = kind,
        Session = session.ToAccessInfo(),
        SessionName = session.Identity.Name,
        Subject = subject,
        Detail = detail,
        Data = data.Where(pair => pair.Text is not null).ToDictionary(pair => pair.Name, pair => pair.Text!, StringComparer.Ordinal),
    });

    private static string TextOf(int number) => number.ToString(CultureInfo.InvariantCulture);
}
