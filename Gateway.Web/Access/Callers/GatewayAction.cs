namespace Gateway.Web.Access.Callers;

/// <summary>What a caller can ask to do.</summary>
internal enum GatewayAction
{
    /// <summary>About a session that does not exist yet: its owner is the caller, its tag is the one asked for.</summary>
    OpenSession,

    /// <summary>Without a session: may list at all. With one: appears in the list.</summary>
    ListSessions,

    /// <summary>Inspect or stream.</summary>
    ReadSession,

    /// <summary>Run a command.</summary>
    WriteSession,

    CloseSession,

    /// <summary>End a session at once, whatever it is doing.</summary>
    KillSession,

    /// <summary>Stop the gateway in order.</summary>
    DrainGateway,

    /// <summary>Metrics, effective configuration and other views across sessions.</summary>
    ViewDiagnostics,

    /// <summary>Make any token, see and take back all of them, rotate keys.</summary>
    ManageTokens,

    /// <summary>Make a token for one session that is no wider than one's own. The session's owner only.</summary>
    ShareSession,

    ViewAudit,

    /// <summary>Without a session: may read the feed at all. With one: reads its changes.</summary>
    ReadFeed,
}
