namespace Gateway.Contracts;

/// <summary>An item of one session's part: anything but <c>started</c>.</summary>
public sealed record RoutedItem : MultiSessionItem
{
    public const string KindName = "item";

    public override string Kind => KindName;

    public required string SessionId { get; init; }

    public string? SessionTag { get; init; }

    public string? Name { get; init; }

    public required StreamItem Item { get; init; }
}
