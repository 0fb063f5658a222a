namespace Gateway.Contracts;

/// <summary>The facts of a session, which change rarely. Texts are cut at 200 characters.</summary>
public sealed record OverviewSession
{
    public required string SessionId { get; init; }

    public required SessionState State { get; init; }

    public string? Name { get; init; }

    public string? SessionTag { get; init; }

    public required string Backend { get; init; }

    /// <summary>Subject of the token that opened the session.</summary>
    public required string Owner { get; init; }

    /// <inheritdoc cref="SessionInfo.ClientIdentity"/>
    public string? ClientIdentity { get; init; }

    /// <inheritdoc cref="SessionInfo.CorrelationId"/>
    public string? CorrelationId { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>When this gateway took the session over from the one before it; absent for a session opened here.</summary>
    public DateTime? AdoptedAt { get; init; }

    /// <summary>Identity of the event numbering; absent until the worker is connected.</summary>
    public string? Epoch { get; init; }

    /// <summary>Absent when there has been no worker.</summary>
    public WorkerStatus? Worker { get; init; }

    public int? WorkerProcessId { get; init; }

    /// <summary><c>x86</c>, <c>x64</c> or <c>arm64</c>; absent until the worker is connected.</summary>
    public string? WorkerArchitecture { get; init; }

    /// <inheritdoc cref="SessionInfo.Node"/>
    public string? Node { get; init; }

    /// <inheritdoc cref="SessionInfo.Site"/>
    public string? Site { get; init; }

    /// <summary>Why the session is faulted.</summary>
    public SessionFault? Fault { get; init; }
}
