using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>One alarm as a whole, after the transition <see cref="Sequence"/>.</summary>
public sealed record Alarm
{
    /// <summary>
    /// The alarm's name, which is the reference of the attribute, or of its limit, that raises it: <c>Tank101.Level.Hi</c>. Compared
    /// without regard to case.
    /// </summary>
    public required string Reference { get; init; }

    public string? Area { get; init; }

    public required AlarmCondition Condition { get; init; }

    /// <summary>While the condition is unknown: what it was when it was last known; absent when it never was.</summary>
    public AlarmCondition? LastCondition { get; init; }

    /// <summary>While the condition is unknown: since when, as the source or the gateway says, UTC.</summary>
    public DateTime? UnknownSince { get; init; }

    /// <summary>Absent when it is not known.</summary>
    public bool? Acknowledged { get; init; }

    public required AlarmSuppression Suppression { get; init; }

    /// <summary>
    /// Names the present or last occurrence: the sequence of the transition that began it, in the epoch of the log. 0 when it was
    /// never seen active.
    /// </summary>
    public required long Occurrence { get; init; }

    /// <summary>When the occurrence began, as the source says, UTC.</summary>
    public DateTime? RaisedAt { get; init; }

    public DateTime? ClearedAt { get; init; }

    public DateTime? AcknowledgedAt { get; init; }

    /// <summary>Subject that acknowledged through this gateway; absent for acknowledgements from elsewhere.</summary>
    public string? AcknowledgedBy { get; init; }

    public string? Comment { get; init; }

    /// <summary>1 to 999; 1 is the most urgent. Absent when it is not known.</summary>
    public int? Priority { get; init; }

    public string? Description { get; init; }

    /// <summary>The alarmed value when the occurrence began.</summary>
    public MxValue? Value { get; init; }

    public MxValue? Limit { get; init; }

    public string? Unit { get; init; }

    /// <summary>
    /// How often it was raised in the minute up to its last raise, that one included, if that is three times or more; 100 stands for more, too.
    /// Absent when it does not chatter.
    /// </summary>
    public int? Chattering { get; init; }

    /// <summary>OPC quality of the condition, raw.</summary>
    public required int Quality { get; init; }

    /// <summary>The last transition of this alarm.</summary>
    public required long Sequence { get; init; }
}
