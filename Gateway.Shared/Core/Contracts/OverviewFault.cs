namespace Gateway.Contracts;

/// <summary>One fault of a session. The gateway keeps the last of them, also when the session is gone.</summary>
public sealed record OverviewFault
{
    /// <summary>From 1, in the order of the faults; a restart of the gateway begins again.</summary>
    public required long Id { get; init; }

    public required DateTime At { get; init; }

    /// <summary>A stable code, such as <c>WorkerLost</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What happened, for people. Cut at 200 characters.</summary>
    public required string Message { get; init; }

    public required string SessionId { get; init; }

    public string? SessionTag { get; init; }

    public string? SessionName { get; init; }

    /// <summary>The worker process that was lost; absent when there was none.</summary>
    public int? WorkerProcessId { get; init; }
}
