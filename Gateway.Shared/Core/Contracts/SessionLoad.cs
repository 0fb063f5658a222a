namespace Gateway.Contracts;

/// <summary>The figures of a session. Rates are averages since the sample before, and absent in the first sample.</summary>
public sealed record SessionLoad
{
    public required string SessionId { get; init; }

    /// <summary>Readers that are clients; observers are not counted.</summary>
    public required int Readers { get; init; }

    /// <summary>Items that the session has added and not removed.</summary>
    public required int Items { get; init; }

    /// <summary>Highest sequence that the gateway holds.</summary>
    public required long LatestSequence { get; init; }

    /// <summary>Events that the worker delivered, per second.</summary>
    public double? EventsPerSecond { get; init; }

    /// <summary>Commands that were sent to the worker, per second.</summary>
    public double? CommandsPerSecond { get; init; }

    /// <summary>Commands that wait for an answer.</summary>
    public required int PendingCommands { get; init; }

    /// <summary>Events in the gateway's history.</summary>
    public required long HistoryEvents { get; init; }

    /// <summary>Bytes of event rows in the gateway's history.</summary>
    public required long HistoryBytes { get; init; }

    /// <summary>Events in the worker's ring, delivered ones included; absent when the worker does not tell.</summary>
    public long? RingEvents { get; init; }

    /// <summary>Bytes in the worker's ring; absent when the worker does not tell.</summary>
    public long? RingBytes { get; init; }

    /// <summary>Events that the ring overwrote before any gateway received them; absent when the worker does not tell.</summary>
    public long? OverwrittenEvents { get; init; }

    /// <summary>Memory of the worker, bytes, as <see cref="WorkerInfo.WorkingSetBytes"/>; absent when the worker does not tell.</summary>
    public long? WorkerBytes { get; init; }

    /// <inheritdoc cref="SessionInfo.LastActivityAt"/>
    public required DateTime LastActivityAt { get; init; }
}
