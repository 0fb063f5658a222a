namespace Gateway.Contracts;

/// <summary>
/// The rates of the whole gateway over the last hour, as columns: one entry for about ten seconds, the oldest first. All columns have the
/// same length. It begins anew when the gateway is restarted.
/// </summary>
public sealed record OverviewRates
{
    /// <summary>When the rates were read, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>When the entry's ten seconds ended, in whole seconds before <see cref="At"/>.</summary>
    public required IReadOnlyList<int> SecondsAgo { get; init; }

    /// <summary>Events from workers per second, all sessions.</summary>
    public required IReadOnlyList<double> EventsPerSecond { get; init; }

    /// <summary>Events delivered per second, all readers.</summary>
    public required IReadOnlyList<double> DeliveredPerSecond { get; init; }

    /// <summary>Commands sent to workers per second, all sessions.</summary>
    public required IReadOnlyList<double> CommandsPerSecond { get; init; }

    /// <summary>CPU time of the gateway as a percentage of one processor.</summary>
    public required IReadOnlyList<double> CpuPercent { get; init; }
}
