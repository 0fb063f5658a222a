using System.Collections.Immutable;
using Gateway.Contracts;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Everything about the gateway at one moment, for all who watch. Immutable.</summary>
internal sealed record OverviewSample
{
    /// <summary>When it was taken, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>When it was taken, as a time stamp of the clock.</summary>
    public required long TakenAt { get; init; }

    public required OverviewProcess Process { get; init; }

    /// <summary>CPU time of the process until then.</summary>
    public required TimeSpan Cpu { get; init; }

    public required IReadOnlyList<HealthResult> Health { get; init; }

    public required IReadOnlyList<OverviewLog> Feeds { get; init; }

    public required OverviewKeys? Keys { get; init; }

    /// <summary>Null when the gateway belongs to no site.</summary>
    public required OverviewNode? Node { get; init; }

    public required AlarmMonitor AlarmMonitor { get; init; }

    /// <summary>The rates until then, the oldest first.</summary>
    public required ImmutableArray<RatePoint> Rates { get; init; }

    /// <summary>By session id.</summary>
    public required IReadOnlyDictionary<string, SessionRow> Sessions { get; init; }

    /// <summary>By reader id.</summary>
    public required IReadOnlyDictionary<string, ReaderRow> Readers { get; init; }

    /// <summary>The oldest first.</summary>
    public required ImmutableArray<KeptFault> Faults { get; init; }
}
