namespace Gateway.Contracts;

/// <summary>
/// The gateway at one moment, as far as the caller may see it. Facts of a session or a reader and its figures are separate rows, because
/// figures change all the time and facts rarely; the id joins them.
/// </summary>
public sealed record GatewayStatus
{
    /// <summary>When the figures were read, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The gateway's process. Admins only.</summary>
    public OverviewProcess? Process { get; init; }

    /// <summary>The rates of the last hour; in the whole only, not in what changes. Admins only.</summary>
    public OverviewRates? Rates { get; init; }

    /// <summary>The results of the gateway's health checks, such as <c>store</c> and <c>feed</c>; by name. Admins only.</summary>
    public IReadOnlyList<HealthResult> Health { get; init; } = [];

    /// <summary>The change feed and the log of alarms; by name. Admins only.</summary>
    public IReadOnlyList<OverviewLog> Feeds { get; init; } = [];

    /// <summary>The keys that sign tokens. Admins only.</summary>
    public OverviewKeys? Keys { get; init; }

    /// <summary>What the gateway is in its sites; absent when it belongs to none. Admins only.</summary>
    public OverviewNode? Node { get; init; }

    /// <summary>How the alarm monitor stands; for callers who reach its session.</summary>
    public AlarmMonitor? AlarmMonitor { get; init; }

    /// <summary>By <c>sessionId</c>: the sessions that the caller reaches.</summary>
    public IReadOnlyList<OverviewSession> Sessions { get; init; } = [];

    /// <summary>By <c>sessionId</c>.</summary>
    public IReadOnlyList<SessionLoad> SessionLoads { get; init; } = [];

    /// <summary>
    /// By <c>readerId</c>: readers of the sessions that the caller owns, and its own; for admins all. Readers of the gateway itself are
    /// not among them.
    /// </summary>
    public IReadOnlyList<OverviewReader> Readers { get; init; } = [];

    /// <summary>By <c>readerId</c>.</summary>
    public IReadOnlyList<ReaderLoad> ReaderLoads { get; init; } = [];

    /// <summary>
    /// By <c>id</c>, the oldest first: the last faults of sessions that the caller reaches or reached. They stay when the session is gone.
    /// </summary>
    public IReadOnlyList<OverviewFault> Faults { get; init; } = [];
}
