namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>What a message of the log contains.</summary>
internal enum LogMessageKind
{
    /// <summary>Event rows as the worker encoded them.</summary>
    Events,

    /// <summary>Events that the log does not get.</summary>
    Gap,

    /// <summary>The session's state.</summary>
    State,

    /// <summary>Items that were added, changed or removed.</summary>
    Items,

    /// <summary>Latest events of items. Only in an answer of an owner, never in the log.</summary>
    Latest,

    /// <summary>An answer of an owner is complete.</summary>
    End,
}
