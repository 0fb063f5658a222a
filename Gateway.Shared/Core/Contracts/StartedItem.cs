namespace Gateway.Contracts;

/// <summary>Always first: where the stream stands and what it was granted.</summary>
public sealed record StartedItem : StreamItem
{
    public const string KindName = "started";

    public override string Kind => KindName;

    /// <summary>Names the stream for <see cref="HubContract.UpdateStream"/>, on this connection only.</summary>
    public required string SubscriptionId { get; init; }

    public required string Epoch { get; init; }

    /// <summary>Oldest sequence in history; 0 when there is none yet.</summary>
    public required long Oldest { get; init; }

    /// <summary>Latest sequence; 0 before the first event.</summary>
    public required long Latest { get; init; }

    /// <summary>
    /// The position the stream continues from: the next <c>events</c> item begins with the sequence after it, unless a
    /// <c>gap</c> or <c>snapshot</c> comes first.
    /// </summary>
    public required long ResumedAfter { get; init; }

    public required SessionState State { get; init; }

    /// <summary>As in <see cref="StateItem.StaleSince"/>.</summary>
    public DateTime? StaleSince { get; init; }

    public required StreamLimits Limits { get; init; }
}
