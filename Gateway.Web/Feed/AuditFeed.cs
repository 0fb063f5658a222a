using Gateway.Contracts;
using Gateway.Web.Audit;

namespace Gateway.Web.Feed;

/// <summary>
/// The audit trail with an ear for the feed: tokens, log-ins, refusals and keys are told once, to the trail, and are changes too.
/// Sessions opened and closed are not taken from here: the sessions themselves say so, also when nobody asked them to.
/// </summary>
internal sealed class AuditFeed(IAudit trail, IFeed feed) : IAudit
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
        if (KindOf(entry) is { } kind)
        {
            feed.Record(new FeedEntry { Kind = kind, Subject = entry.Subject, Detail = entry.Detail, Data = DataOf(entry) });
        }
    }

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

    private static Dictionary<string, string> DataOf(AuditEntry entry)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["action"] = entry.Action, ["result"] = entry.Result };
        Add(data, "tokenId", entry.TokenId);
        // What a refused caller named need not be a session, and is none that he reaches: so it is no session of the change.
        Add(data, "sessionId", entry.SessionId);
        Add(data, "remoteAddress", entry.RemoteAddress);
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
