using System.Collections.Frozen;

namespace Gateway.Web.Access.Callers;

/// <summary>The scopes of tokens. A scope that this gateway does not know allows nothing.</summary>
internal static class Scopes
{
    public const string OpenSessions = "sessions:open";

    /// <summary>List, inspect and stream the sessions that the caller can access.</summary>
    public const string ReadSessions = "sessions:read";

    /// <summary>Run commands in the sessions that the caller can access.</summary>
    public const string WriteSessions = "sessions:write";

    public const string CloseSessions = "sessions:close";

    /// <summary>Access every session. The other scopes decide what the caller may do there.</summary>
    public const string AllSessions = "sessions:all";

    public const string ReadFeed = "feed:read";

    /// <summary>Acknowledge and shelve alarms, without the right to run commands.</summary>
    public const string AcknowledgeAlarms = "alarms:acknowledge";

    /// <summary>Read <c>/metrics</c>, for scrapers.</summary>
    public const string ReadMetrics = "metrics:read";

    /// <summary>Every action on every session.</summary>
    public const string Admin = "admin";

    public static FrozenSet<string> All { get; } =
        FrozenSet.Create(StringComparer.Ordinal, OpenSessions, ReadSessions, WriteSessions, CloseSessions, AllSessions, ReadFeed, AcknowledgeAlarms, ReadMetrics, Admin);
}
