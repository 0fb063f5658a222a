namespace Gateway.Contracts;

public sealed record SessionInfo
{
    public required string SessionId { get; init; }

    public string? Name { get; init; }

    public string? SessionTag { get; init; }

    public required string Backend { get; init; }

    public required SessionState State { get; init; }

    public SessionFault? Fault { get; init; }

    /// <summary>Subject of the token that opened the session.</summary>
    public required string Owner { get; init; }

    /// <summary>What the client that opened the session calls itself; absent when it did not say.</summary>
    public string? ClientIdentity { get; init; }

    /// <summary>The client's own reference for the session; absent when it gave none.</summary>
    public string? CorrelationId { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>When a client last used the session: opened it, ran a command, or began or ended to read it. UTC.</summary>
    public DateTime? LastActivityAt { get; init; }

    /// <summary>When this gateway took the session over from the one before it; absent for a session opened here.</summary>
    public DateTime? AdoptedAt { get; init; }

    public required LeaseInfo Lease { get; init; }

    /// <summary>Identity of the event numbering; absent until the worker is connected.</summary>
    public string? Epoch { get; init; }

    /// <summary>Oldest sequence the gateway's history still holds.</summary>
    public long OldestSequence { get; init; }

    /// <summary>Highest sequence the gateway holds.</summary>
    public long LatestSequence { get; init; }

    /// <summary>Process id of the worker; absent when there is none.</summary>
    public int? WorkerProcessId { get; init; }

    /// <summary>How the worker stands; absent when there has been none.</summary>
    public WorkerStatus? Worker { get; init; }

    /// <summary>The node of the site that has the worker; absent when it is the gateway that was asked.</summary>
    public string? Node { get; init; }

    /// <summary>The site that the session belongs to; absent when the gateway that was asked takes part in none.</summary>
    public string? Site { get; init; }

    /// <summary>Items the session has added and not removed.</summary>
    public int Items { get; init; }

    public IReadOnlyList<SubscriptionInfo> Subscriptions { get; init; } = [];
}
