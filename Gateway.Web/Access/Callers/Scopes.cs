using System.Collections.Frozen;

namespace Gateway.Web.Access.Callers;

/// <summary>What a token may allow. A scope this gateway does not know allows nothing.</summary>
internal static class Scopes
{
    public const string OpenSessions = "sessions:open";

    /// <summary>List, inspect and stream the sessions the caller reaches.</summary>
    public const string ReadSessions = "sessions:read";

    /// <summary>Run commands on the sessions the caller reaches.</summary>
    public const string WriteSessions = "sessions:write";

    public const string CloseSessions = "sessions:close";

    /// <summary>Reach every session. What may be done there is said by the other scopes.</summary>
    public const string AllSessions = "sessions:all";

    public const string ReadFeed = "feed:read";

    /// <summary>Everything, on every session.</summary>
    public const string Admin = "admin";

    public static FrozenSet<string> All { get; } =
        FrozenSet.Create(StringComparer.Ordinal, OpenSessions, ReadSessions, WriteSessions, CloseSessions, AllSessions, ReadFeed, Admin);
}
