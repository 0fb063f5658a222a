namespace Gateway.Contracts;

/// <summary>A session's worker as its gateway sees it.</summary>
public sealed record WorkerStatus
{
    public required WorkerState State { get; init; }

    /// <summary>Since when it has not answered, UTC; absent in other states.</summary>
    public DateTime? Since { get; init; }

    /// <summary>The exit code of a worker that has exited; absent when it is not known, and in other states.</summary>
    public int? ExitCode { get; init; }
}
