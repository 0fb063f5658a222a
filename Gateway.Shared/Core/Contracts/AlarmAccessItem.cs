namespace Gateway.Contracts;

/// <summary>
/// The caller's rights changed while the stream was running, or rights or filter are not those with which the position was read. A snapshot of
/// what the stream shows now follows at once.
/// </summary>
public sealed record AlarmAccessItem : AlarmItem
{
    public const string KindName = "access";

    public override string Kind => KindName;

    /// <summary>Item reference globs that became visible. Both lists are empty when the gateway cannot know, because the client was away.</summary>
    public IReadOnlyList<string> Widened { get; init; } = [];

    /// <summary>Item reference globs that are no longer visible.</summary>
    public IReadOnlyList<string> Narrowed { get; init; } = [];

    /// <summary>Replaces that of <see cref="AlarmStartedItem.View"/>.</summary>
    public string? View { get; init; }
}
