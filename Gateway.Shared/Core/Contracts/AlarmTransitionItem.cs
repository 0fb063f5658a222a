namespace Gateway.Contracts;

/// <summary>
/// Transitions in order. <see cref="First"/> to <see cref="Last"/> is the span the item accounts for, including what the filter or the
/// caller's rights passed over, so spans of consecutive items join without a hole and <see cref="Last"/> is the new position.
/// </summary>
public sealed record AlarmTransitionItem : AlarmItem
{
    public const string KindName = "transition";

    public override string Kind => KindName;

    public required long First { get; init; }

    public required long Last { get; init; }

    public required IReadOnlyList<AlarmTransition> Transitions { get; init; }

    /// <summary>
    /// Present while a snapshot is due because of changed rights or another filter. Until that snapshot is complete, this is the view of
    /// the position: a stream that continues from it begins with a snapshot.
    /// </summary>
    public string? View { get; init; }
}
