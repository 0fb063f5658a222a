namespace Gateway.Contracts;

/// <summary>Always first: what the stream was granted, and the cursor it starts from.</summary>
public sealed record MultiSessionStartedItem : MultiSessionItem
{
    public const string KindName = "started";

    public override string Kind => KindName;

    /// <summary>Names the stream for <see cref="HubContract.UpdateStream"/>, on this connection only.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>What each session's part of the stream was granted.</summary>
    public required StreamLimits Limits { get; init; }

    /// <summary>The cursor that the stream starts from, in its normal form; without a cursor in the request it contains no positions.</summary>
    public required string Cursor { get; init; }
}
