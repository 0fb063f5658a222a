namespace Gateway.Contracts;

/// <summary>The transitions after a position cannot be given. A snapshot follows, and after it the stream goes on.</summary>
public sealed record AlarmGapItem : AlarmItem
{
    public const string KindName = "gap";

    public override string Kind => KindName;

    public required AlarmGapReason Reason { get; init; }

    /// <summary>The position from which the stream cannot continue.</summary>
    public required long RequestedAfter { get; init; }

    /// <summary>The numbering from here on.</summary>
    public required string Epoch { get; init; }

    public required long Oldest { get; init; }

    public required long Latest { get; init; }

    /// <summary>How many transitions are not given; absent when it cannot be known (another epoch).</summary>
    public long? Missed { get; init; }
}
