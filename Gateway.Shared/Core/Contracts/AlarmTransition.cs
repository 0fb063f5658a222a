namespace Gateway.Contracts;

/// <summary>
/// One change of an alarm. It carries the whole alarm after it: applying it replaces the alarm of this reference, so that applying it
/// again does no harm.
/// </summary>
public sealed record AlarmTransition
{
    /// <summary>From 1, without holes, in the order in which it was recorded.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was recorded, UTC, whole milliseconds.</summary>
    public required DateTime At { get; init; }

    public required AlarmTransitionKind Kind { get; init; }

    public required AlarmCause Cause { get; init; }

    /// <summary>The source's time of the value that made the transition, UTC.</summary>
    public DateTime? SourceTime { get; init; }

    /// <summary>When the worker received that value, UTC.</summary>
    public DateTime? CallbackTime { get; init; }

    public required Alarm Alarm { get; init; }

    /// <summary>The alarm no longer passes the reader's filter: drop it from the table. No further transition of it follows until it passes again.</summary>
    public bool? Leaves { get; init; }

    /// <summary>In conflate mode: how many earlier transitions of this alarm it stands for.</summary>
    public int? Merged { get; init; }

    /// <summary>In conflate mode: how many times the alarm was raised in what it stands for, itself included.</summary>
    public int? Raises { get; init; }
}
