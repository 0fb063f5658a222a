using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Access.Tokens;

/// <summary>The rule for tokens that a caller derives from his own: never wider, in anything.</summary>
internal static class DownScope
{
    /// <summary>The request with what it leaves open filled in from the caller's own rights.</summary>
    public static TokenRequest Complete(Caller own, TokenRequest wanted) => wanted with
    {
        Read = wanted.Read ?? own.Read?.Patterns.ToArray(),
        Write = wanted.Write ?? own.Write?.Patterns.ToArray(),
    };

    /// <summary>In what the request is wider than the caller, as the subject of a sentence; null when in nothing.</summary>
    public static string? Excess(Caller own, TokenRequest wanted, DateTimeOffset now)
    {
        if (!IsOwnSubject(own, wanted.Subject))
        {
            return "the subject";
        }

        if (wanted.SessionId is null || (own.SessionId is not null && own.SessionId != wanted.SessionId))
        {
            return "the session";
        }

        if (!wanted.Scopes.All(own.HasScope))
        {
            return "a scope";
        }

        if (!wanted.SessionTags.All(own.SessionTags.Contains))
        {
            return "a session tag";
        }

        if (!Contains(own.Read, ItemGlobSet.Of(wanted.Read)))
        {
            return "what it reads";
        }

        if (!Contains(own.Writable, ItemGlobSet.Of(wanted.Write) ?? ItemGlobSet.Of(wanted.Read)))
        {
            return "what it writes";
        }

        return now + wanted.Lifetime > own.ExpiresAt ? "its life" : null;
    }

    // A part of the subject after a slash tells one browser from another, and still says whose it is.
    private static bool IsOwnSubject(Caller own, string subject) =>
        subject == own.Subject || subject.StartsWith(own.Subject + "/", StringComparison.Ordinal);

    private static bool Contains(ItemGlobSet? own, ItemGlobSet? wanted) => own is null || (wanted is not null && own.Contain(wanted));
}
