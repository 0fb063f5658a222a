using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Access.Tokens;

/// <summary>The rule for a token that a caller derives from its own token: the new token never has more rights than the caller's.</summary>
internal static class DownScope
{
    /// <summary>Fills the item globs that the request leaves open from the caller's own rights.</summary>
    public static TokenRequest Complete(Caller own, TokenRequest wanted) => wanted with
    {
        Read = wanted.Read ?? own.Read?.Patterns.ToArray(),
        Write = wanted.Write ?? own.Write?.Patterns.ToArray(),
    };

    /// <summary>
    /// Names the first right in which the request exceeds the caller's, as the subject of a sentence; null when it exceeds none.
    /// </summary>
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
            return "the set of items to read";
        }

        if (!Contains(own.Writable, ItemGlobSet.Of(wanted.Write) ?? ItemGlobSet.Of(wanted.Read)))
        {
            return "the set of items to write";
        }

        return now + wanted.Lifetime > own.ExpiresAt ? "the lifetime" : null;
    }

    // A suffix after a slash distinguishes, for example, several browsers of one subject and still names that subject.
    private static bool IsOwnSubject(Caller own, string subject) =>
        subject == own.Subject || subject.StartsWith(own.Subject + "/", StringComparison.Ordinal);

    private static bool Contains(ItemGlobSet? own, ItemGlobSet? wanted) => own is null || (wanted is not null && own.Contain(wanted));
}
