using System.Globalization;
using Gateway.Contracts;
using Gateway.Web.Access.Audit;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// The audit trail with an ear for the feed: tokens, log-ins, refusals and keys are told once, to the trail, and are changes too.
/// Sessions opened and closed are not taken from here: the sessions themselves say so, also when nobody asked them to. A refusal
/// that repeats is in the trail each time, in the feed once in a while.
/// </summary>
internal sealed class AuditFeed(IAudit trail, IFeed feed, FeedThrottle throttle) : IAudit
{
    public void Record(AuditEntry entry)
    {
        trail.Record(entry);
        Tell(entry);
    }

    public async Task RecordNowAsync(AuditEntry entry)
    {
        await trail.RecordNowAsync(entry);
        Tell(entry);
    }

    private void Tell(AuditEntry entry)
    {
        if (KindOf(entry) is { } kind && Admit(kind, entry) is { } repeated)
        {
            feed.Record(new FeedEntry { Kind = kind, Subject = entry.Subject, Detail = entry.Detail, Data = DataOf(entry, repeated) });
        }
    }

    private int? Admit(FeedKind kind, AuditEntry entry) => kind switch
    {
        FeedKind.AccessRefused => throttle.Admit($"{entry.Subject}\n{entry.Action}\n{entry.Result}"),
        // Who failed to log in is known by the name he gave only, which is the detail.
        FeedKind.LoginRefused => throttle.Admit($"{entry.RemoteAddress}\n{entry.Detail}\n{entry.Result}"),
        _ => 0,
    };

    private static FeedKind? KindOf(AuditEntry entry) => entry.Action switch
    {
        AuditActions.SessionOpened or AuditActions.SessionClosed => null,
        AuditActions.Login => entry.Result == AuditEntry.Ok ? FeedKind.LoginSucceeded : FeedKind.LoginRefused,
        // Of note is who is known: anybody can knock without a token, as often as he likes.
        _ when entry.Result != AuditEntry.Ok => entry.Subject is null ? null : FeedKind.AccessRefused,
        AuditActions.TokenMinted => FeedKind.TokenMinted,
        AuditActions.TokenRenewed => FeedKind.TokenRenewed,
        AuditActions.TokenRevoked => FeedKind.TokenRevoked,
        AuditActions.KeysRotated => FeedKind.KeyRotated,
        _ => null,
    };

    private static Dictionary<string, string> DataOf(AuditEntry entry, int repeated)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["action"] = entry.Action, ["result"] = entry.Result };
        Add(data, "tokenId", entry.TokenId);
        // What a refused caller named need not be a session, and is none that he reaches: so it is no session of the change.
        Add(data, "sessionId", entry.SessionId);
        Add(data, "remoteAddress", entry.RemoteAddress);
        Add(data, FeedThrottle.Repeated, repeated == 0 ? null : repeated.ToString(CultureInfo.InvariantCulture));
        return data;
    }

    private static void Add(Dictionary<string, string> data, string name, string? text)
    {
        if (text is not null)
        {
            data[name] = text;
        }
    }
}
