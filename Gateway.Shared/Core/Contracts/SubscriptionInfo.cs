namespace Gateway.Contracts;

/// <summary>One reader of a session, as shown to callers who may see it.</summary>
public sealed record SubscriptionInfo
{
    public required string SubscriptionId { get; init; }

    public required string Subject { get; init; }

    public required StreamMode Mode { get; init; }

    /// <summary><c>live</c> or <c>catchingUp</c>.</summary>
    public required SubscriptionPhase Phase { get; init; }

    /// <summary>Highest sequence handed to the reader, or passed over by its filter.</summary>
    public required long Position { get; init; }

    /// <summary>Events between the position and the latest.</summary>
    public required long Lag { get; init; }

    /// <summary>Events waiting in the subscription's channel.</summary>
    public int Queued { get; init; }

    /// <summary>How many times the channel was full.</summary>
    public int SlowEpisodes { get; init; }

    public required DateTime Since { get; init; }
}
