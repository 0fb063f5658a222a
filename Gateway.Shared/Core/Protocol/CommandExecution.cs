namespace Gateway.Protocol;

/// <summary>When a worker had a command: from taking it in until its answer, waiting behind earlier commands included.</summary>
public sealed record CommandExecution
{
    public required DateTime StartedAt { get; init; }

    /// <summary>Microseconds.</summary>
    public required long DurationUs { get; init; }
}
