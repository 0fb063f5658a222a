namespace Gateway.Protocol;

/// <summary>The time a worker spent on a command, from reading it until its answer was ready, including the wait for earlier commands.</summary>
public sealed record CommandExecution
{
    public required DateTime StartedAt { get; init; }

    /// <summary>Microseconds.</summary>
    public required long DurationUs { get; init; }
}
