using System.Globalization;
using Gateway.Contracts;
using Gateway.Web.Access.Audit;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// The audit trail, which also records in the feed. Tokens, log-ins, refusals and keys are reported once, to the trail, and become
/// changes from here. Sessions that open or close do not come from here: sessions record these changes themselves, because they may
/// also happen without a request. What callers can repeat at will is limited: refusals, renewals and changes of tags in the trail, and all
/// of these, log-ins and tokens more tightly in the feed.
/// </summary>
internal sealed class AuditFeed(IAudit trail, IFeed feed, TimeProvider time) : IAudit
{
    /// <summary>Log-ins and renewals of one subject, and refused log-ins from one address, that are told in one interval.</summary>
    public const int MostOfOneCaller = 10;

    /// <summary>Tokens that one subject makes, and that he takes back, that are told in one interval.</summary>
    public const int MostTokens = 100;

    /// <summary>Refusals of all callers that are told in one interval, and refused log-ins of all addresses.</summary>
    public const int MostRefusals = 1_000;

    /// <summary>
    /// Entries of one caller with the same action and result that the trail gets in one interval, when the caller can repeat them at will.
    /// </summary>
    public const int MostInTrail = 100;

    private readonly FeedThrottle _throttle = new(time);
    private readonly FeedThrottle _ofAll = new(time);
    private readonly FeedThrottle _trail = new(time);

    public void Record(AuditEntry entry)
    {
        if (ForTrail(entry) is { } kept)
        {
            trail.Record(kept);
        }

        Tell(entry);
    }

    public async Task RecordNowAsync(AuditEntry entry)
    {
        if (ForTrail(entry) is { } kept)
        {
            await trail.RecordNowAsync(kept);
        }

        Tell(entry);
    }

    // Without a limit, one caller could push everything else out of the trail. The next entry tells how many were suppressed.
    private AuditEntry? ForTrail(AuditEntry entry)
    {
        if (!IsRepeatable(entry))
        {
            return entry;
        }

        var who = entry.Subject ?? entry.RemoteAddress ?? entry.SessionId;
        return _trail.Admit($"{who}\n{entry.Action}\n{entry.Result}", MostInTrail) switch
        {
            null => null,
            0 => entry,
            { } suppressed => entry with { Detail = $"{entry.Detail} ({suppressed} more before it were not recorded)".TrimStart() },
        };
    }

    // The other acts need a worker's start, a password or an HTTP request, which have limits of their own.
    private static bool IsRepeatable(AuditEntry entry) => entry.Result != AuditEntry.Ok || entry.Action is AuditActions.TokenRenewed or AuditActions.SessionTagged or AuditActions.ItemsSaved or AuditActions.ItemsDeleted;

    private void Tell(AuditEntry entry)
    {
        if (KindOf(entry) is { } kind && Admit(kind, entry) is { } repeated)
        {
            feed.Record(new FeedEntry { Kind = kind, Subject = entry.Subject, Detail = entry.Detail, Data = DataOf(entry, repeated) });
        }
    }

    private int? Admit(FeedKind kind, AuditEntry entry) => AdmitOfCaller(kind, entry) is { } same && AdmitOfAll(kind) is { } others ? same + others : null;

    private int? AdmitOfAll(FeedKind kind) => kind is FeedKind.AccessRefused or FeedKind.LoginRefused ? _ofAll.Admit($"{kind}", MostRefusals) : 0;

    private int? AdmitOfCaller(FeedKind kind, AuditEntry entry) => kind switch
    {
        FeedKind.AccessRefused => _throttle.Admit($"{entry.Subject}\n{entry.Action}\n{entry.Result}"),
        FeedKind.LoginRefused => AdmitRefusedLogin(entry),
        FeedKind.LoginSucceeded or FeedKind.TokenRenewed => _throttle.Admit($"{entry.Subject}\n{entry.Action}", MostOfOneCaller),
        FeedKind.TokenMinted or FeedKind.TokenRevoked => _throttle.Admit($"{entry.Subject}\n{entry.Action}", MostTokens),
        _ => 0,
    };

    // Who failed to log in is known by the name he gave only, which is the detail; he may give another one each time.
    private int? AdmitRefusedLogin(AuditEntry entry) =>
        _throttle.Admit($"{entry.RemoteAddress}\n{entry.Detail}\n{entry.Result}") is { } same
        && _throttle.Admit($"{entry.RemoteAddress}\n{entry.Action}", MostOfOneCaller) is { } others
            ? same + others
            : null;

    private static FeedKind? KindOf(AuditEntry entry) => entry.Action switch
    {
        // These record their changes themselves.
        AuditActions.SessionOpened or AuditActions.SessionClosed or AuditActions.AlarmAcknowledged or AuditActions.AlarmShelved => null,
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
