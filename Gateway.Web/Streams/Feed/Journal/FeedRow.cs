namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>A change as the journal stores it.</summary>
internal sealed class FeedRow
{
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the change's <see cref="Contracts.FeedKind"/>.</summary>
    public required int Kind { get; init; }

    public string? SessionId { get; init; }

    public string? SessionTag { get; init; }

    public string? SessionName { get; init; }

    /// <summary>Subject that owns the session; it helps to decide who may read the change.</summary>
    public string? Owner { get; init; }

    public string? Subject { get; init; }

    public string? Detail { get; init; }

    /// <summary>A JSON object whose values are texts.</summary>
    public string? Data { get; init; }

    /// <summary>Size of the row, which counts against the limit of bytes.</summary>
    public int Bytes { get; set; }

    /// <summary>Digest over all fields above.</summary>
    public long Digest { get; set; }
}
