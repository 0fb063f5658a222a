namespace Gateway.Contracts;

/// <summary>One thing that happened in the gateway.</summary>
public sealed record FeedChange
{
    /// <summary>From 1, without holes, in the order in which it was recorded.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened, UTC, whole milliseconds.</summary>
    public required DateTime At { get; init; }

    public required FeedKind Kind { get; init; }

    public string? SessionId { get; init; }

    /// <summary>The session's tag at that time.</summary>
    public string? SessionTag { get; init; }

    public string? SessionName { get; init; }

    /// <summary>Who did it.</summary>
    public string? Subject { get; init; }

    /// <summary>A description for people.</summary>
    public string? Detail { get; init; }

    /// <summary>Details that depend on the kind, as text. They contain no secret and no item value.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }
}
