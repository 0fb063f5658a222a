namespace Gateway.Contracts;

/// <summary>The caller's rights changed while the stream was running; a snapshot of what it sees now follows.</summary>
public sealed record AlarmAccessItem : AlarmItem
{
    public const string KindName = "access";

    public override string Kind => KindName;

    /// <summary>Item reference globs that became visible.</summary>
    public IReadOnlyList<string> Widened { get; init; } = [];

    /// <summary>Item reference globs that are no longer visible.</summary>
    public IReadOnlyList<string> Narrowed { get; init; } = [];
}
