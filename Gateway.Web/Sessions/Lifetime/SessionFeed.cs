using System.Globalization;
using Gateway.Contracts;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Records the changes of one session in the change feed. May be used on any thread.</summary>
internal sealed class SessionFeed(IFeed feed, SessionCondition session, TimeProvider time) : ISubscriptionObserver
{
    /// <summary>Subscriptions of one subject, and attachments, that are told in one interval. Their ends are told when their beginnings were.</summary>
    public const int MostOfOneKind = 10;

    /// <summary>Subscriptions of all subjects that are told in one interval, and slow ones: one owner may have tokens of many subjects.</summary>
    public const int MostOfAll = 100;

    private readonly FeedThrottle _throttle = new(time);
    private readonly FeedThrottle _ofAll = new(time);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private int _attached;
    private bool _attachedTold;

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
            if (Admit(FeedKind.SubscriptionStarted, subscription.Subject, MostOfOneKind) is { } repeated)
            {
                _told.Add(subscription.SubscriptionId);
                RecordOf(subscription, FeedKind.SubscriptionStarted, (FeedThrottle.Repeated, CountOf(repeated)));
            }

            if (++_attached == 1 && _throttle.Admit(nameof(FeedKind.SessionAttached), MostOfOneKind) is { } reattached)
            {
                _attachedTold = true;
                Record(FeedKind.SessionAttached, null, null, (FeedThrottle.Repeated, CountOf(reattached)));
            }
        }
    }

    void ISubscriptionObserver.Slow(SubscriptionSettings subscription)
    {
        // A reader at its limit becomes slow many times a second.
        if (Admit(FeedKind.SubscriptionSlow, subscription.SubscriptionId, most: 1) is { } repeated)
        {
            RecordOf(subscription, FeedKind.SubscriptionSlow, (FeedThrottle.Repeated, CountOf(repeated)));
        }
    }

    void ISubscriptionObserver.Ended(SubscriptionSettings subscription, SubscriptionEnd end)
    {
        lock (_gate)
        {
            if (_told.Remove(subscription.SubscriptionId))
            {
                RecordOf(subscription, FeedKind.SubscriptionEnded, ("reason", end.Reason));
            }

            if (--_attached == 0 && _attachedTold)
            {
                _attachedTold = false;
                Record(FeedKind.SessionDetached, null, null);
            }
        }
    }

    private int? Admit(FeedKind kind, string whose, int most) =>
        _throttle.Admit($"{kind}\n{whose}", most) is { } same && _ofAll.Admit($"{kind}", MostOfAll) is { } others ? same + others : null;

    private void RecordOf(SubscriptionSettings subscription, FeedKind kind, (string Name, string? Text) more) =>
        Record(kind, subscription.Subject, null, ("subscriptionId", subscription.SubscriptionId), more);

    private void Record(FeedKind kind, string? subject, string? detail, params (string Name, string? Text)[] data) => feed.Record(new FeedEntry
    {
        Kind = kind,
        Session = session.Identity.ToAccessInfo(),
        SessionName = session.Identity.Name,
        Subject = subject,
        Detail = detail,
        Data = FeedEntry.DataOf(data),
    });

    private static string? CountOf(int repeated) => repeated == 0 ? null : TextOf(repeated);

    private static string TextOf(int number) => number.ToString(CultureInfo.InvariantCulture);
}
