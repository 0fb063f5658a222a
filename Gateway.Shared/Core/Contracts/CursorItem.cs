namespace Gateway.Contracts;

/// <summary>Where the stream stands: everything before this item is covered by the cursor, and nothing after it.</summary>
public sealed record CursorItem : MultiSessionItem
{
    public const string KindName = "cursor";

    public override string Kind => KindName;

    public required string Cursor { get; init; }
}
