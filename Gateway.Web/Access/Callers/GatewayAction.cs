namespace Gateway.Web.Access.Callers;

/// <summary>What a caller can ask the gateway to do.</summary>
internal enum GatewayAction
{
    /// <summary>Concerns a session that does not exist yet: its owner is the caller, and its tag is the requested one.</summary>
    OpenSession,

    /// <summary>
    /// Without a session: whether the caller may list sessions at all. With a session: whether that session is in the list.
    /// </summary>
    ListSessions,

    /// <summary>Inspect a session or stream its events.</summary>
    ReadSession,

    /// <summary>Run a command in a session.</summary>
    WriteSession,

    CloseSession,

    /// <summary>End a session at once, whatever its state.</summary>
    KillSession,

    /// <summary>Have what happens to a session written to the log.</summary>
    TraceSession,

    /// <summary>Stop the gateway in an orderly way.</summary>
    DrainGateway,

    /// <summary>See the effective configuration and other data of all sessions.</summary>
    ViewDiagnostics,

    ReadMetrics,

    /// <summary>Create any token, list and revoke all tokens, and rotate the keys.</summary>
    ManageTokens,

    /// <summary>
    /// Create a token for one session that has no more rights than the caller's own. Only the session's owner and admins may do this.
    /// </summary>
    ShareSession,

    ViewAudit,

    /// <summary>
    /// Without a session: whether the caller may read the feed at all. With a session: whether it may read that session's changes.
    /// </summary>
    ReadFeed,

    /// <summary>Acknowledge and shelve alarms of the monitor's session.</summary>
    AcknowledgeAlarm,
}
