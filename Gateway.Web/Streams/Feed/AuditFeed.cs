using System.Globalization;
using Gateway.Contracts;
using Gateway.Web.Access.Audit;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// The audit trail, which also records in the feed. Tokens, log-ins, refusals and keys are reported once, to the trail, and become
/// changes from here. Sessions that open or close do not come from here: sessions record these changes themselves, because they may
/// also happen without a request. The trail has every repeated refusal, the feed has one of them in a while; the same holds for
/// log-ins, renewals and tokens of one caller.
/// </summary>
internal sealed class AuditFeed(IAudit trail, IFeed feed, FeedThrottle throttle) : IAudit
{
    /// <summary>Log-ins and renewals of one subject, and refused log-ins from one address, that are told in one interval.</summary>
    public const int MostOfOneCaller = 10;

    /// <summary>Tokens that one subject makes, and that he takes back, that are told in one interval.</summary>
    public const int MostTokens = 100;

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
        FeedKind.LoginRefused => AdmitRefusedLogin(entry),
        FeedKind.LoginSucceeded or FeedKind.TokenRenewed => throttle.Admit($"{entry.Subject}\n{entry.Action}", MostOfOneCaller),
        FeedKind.TokenMinted or FeedKind.TokenRevoked => throttle.Admit($"{entry.Subject}\n{entry.Action}", MostTokens),
        _ => 0,
    };

    // Who failed to log in is known by the name he gave only, which is the detail; he may give another one each time.
    private int? AdmitRefusedLogin(AuditEntry entry) =>
        throttle.Admit($"{entry.RemoteAddress}\n{entry.Detail}\n{entry.Result}") is { } same
        && throttle.Admit($"{entry.RemoteAddress}\n{entry.Action}", MostOfOneCaller) is { } others
            ? same + others
            : null;

    private static FeedKind? KindOf(AuditEntry entry) => entry.Action switch
    {
        AuditActions.SessionOpened or AuditActions.SessionClosed => null,
        AuditActions.Login => entry.Result == AuditEntry.Ok ? FeedKind.LoginSucceeded : FeedKind.LoginRefused,
        // Only refusals of known callers are recorded: anybody can send requests without a token as often as they like.
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
        // The id comes from a refused caller and is not verified: it is kept as data, not as the session of the change.
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
