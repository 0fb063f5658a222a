namespace Gateway.Contracts;

/// <summary>Events between two positions cannot be given. Comes before anything newer.</summary>
public sealed record GapItem : StreamItem
{
    public const string KindName = "gap";

    public override string Kind => KindName;

    public required GapReason Reason { get; init; }

    /// <summary>The position before the gap.</summary>
    public required long RequestedAfter { get; init; }

    /// <summary>The first sequence the stream goes on with.</summary>
    public required long Oldest { get; init; }

    public required long Latest { get; init; }

    /// <summary>How many events are not given; absent when it cannot be known (other epoch).</summary>
    public long? Missed { get; init; }
}
