namespace Gateway.Contracts;

/// <summary>The caller's rights changed while the stream was running. An item that is no longer visible may still exist.</summary>
public sealed record AccessItem : StreamItem
{
    public const string KindName = "access";

    public override string Kind => KindName;

    /// <summary>Item reference globs that became visible.</summary>
    public IReadOnlyList<string> Widened { get; init; } = [];

    /// <summary>Item reference globs that are no longer visible.</summary>
    public IReadOnlyList<string> Narrowed { get; init; } = [];
}
