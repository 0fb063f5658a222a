namespace Gateway.Contracts;

/// <summary>A session takes part from here on. If it took part before, its events continue after the last position.</summary>
public sealed record JoinedItem : MultiSessionItem
{
    public const string KindName = "joined";

    public override string Kind => KindName;

    public required JoinedSession Session { get; init; }

    public required string Epoch { get; init; }

    /// <summary>The position the session's part continues from: see <see cref="StartedItem.ResumedAfter"/>.</summary>
    public required long ResumedAfter { get; init; }

    public required SessionState State { get; init; }
}
