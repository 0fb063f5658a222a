namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>
/// Counts what an edge skips or misses of a site, and logs the first of each kind and session: a hostile or broken node must not fill the log.
/// May be used on any thread.
/// </summary>
internal sealed class EdgeReport(EdgeMetrics metrics, ILogger<EdgeReport> logger)
{
    /// <summary>Sessions that are remembered as logged. When there are more, nothing more is logged.</summary>
    private const int MaxLogged = 1_000;

    private readonly Lock _lock = new();
    private readonly HashSet<(string Kind, string SessionId)> _logged = [];

    /// <summary>The site that is read, for the log.</summary>
    public string Site { get; init; } = "";

    /// <summary>Events were taken from the log.</summary>
    public void Took(int events) => metrics.Took(events);

    /// <summary>An owner sent events that the log lacks.</summary>
    public void Filled(int events) => metrics.Filled(events);

    /// <summary>A message of the log is not of the documented form.</summary>
    public void Skipped(string sessionId, ulong revision, string fault)
    {
        metrics.Skipped(isEntry: false);
        if (IsFirst("message", sessionId))
        {
            logger.MessageSkipped(revision, Site, sessionId, fault);
        }
    }

    /// <summary>An entry of the directory is not of the documented form, or there are too many.</summary>
    /// <param name="key">The key of the entry.</param>
    /// <param name="fault">What is wrong with it.</param>
    public void EntrySkipped(string key, string fault)
    {
        metrics.Skipped(isEntry: true);
        if (IsFirst("entry", key))
        {
            logger.EntrySkipped(key.Length > SessionEntryCheck.MaxId ? key[..SessionEntryCheck.MaxId] : key, fault, Site);
        }
    }

    /// <summary>The log lacks events, and so does their owner, or it does not answer.</summary>
    public void Hole(string sessionId, long first, long last)
    {
        metrics.Hole();
        if (IsFirst("hole", sessionId))
        {
            logger.Hole(Site, first, last, sessionId);
        }
    }

    /// <summary>The log of a session cannot be read now. It is read again.</summary>
    public void ReadFailed(string sessionId, string reason)
    {
        if (IsFirst("read", sessionId))
        {
            logger.ReadFailed(sessionId, Site, reason);
        }
    }

    /// <summary>The log does not have all of a session, and its owner did not say the rest.</summary>
    public void Unanswered(string sessionId, string reason)
    {
        if (IsFirst("answer", sessionId))
        {
            logger.Unanswered(sessionId, Site, reason);
        }
    }

    /// <summary>A session has ended; what is told of another one with its id is told again.</summary>
    public void Forget(string sessionId)
    {
        lock (_lock)
        {
            _logged.RemoveWhere(one => one.SessionId == sessionId);
        }
    }

    private bool IsFirst(string kind, string sessionId)
    {
        lock (_lock)
        {
            return _logged.Count < MaxLogged && _logged.Add((kind, sessionId));
        }
    }
}
