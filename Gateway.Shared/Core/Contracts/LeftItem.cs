namespace Gateway.Contracts;

/// <summary>A session no longer takes part. Everything of it that the reader may see was delivered before this item.</summary>
public sealed record LeftItem : MultiSessionItem
{
    public const string KindName = "left";

    public override string Kind => KindName;

    public required string SessionId { get; init; }

    public required LeftReason Reason { get; init; }

    /// <summary>The error code its part ended with; absent when it ended in order.</summary>
    public string? Code { get; init; }
}
