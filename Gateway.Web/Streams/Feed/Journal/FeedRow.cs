namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>A change as it is written.</summary>
internal sealed class FeedRow
{
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the <see cref="Contracts.FeedKind"/>.</summary>
    public required int Kind { get; init; }

    public string? SessionId { get; init; }

    public string? SessionTag { get; init; }

    public string? SessionName { get; init; }

    /// <summary>Subject that owns the session: decides who may read the change.</summary>
    public string? Owner { get; init; }

    public string? Subject { get; init; }

    public string? Detail { get; init; }

    /// <summary>A JSON object of texts.</summary>
    public string? Data { get; init; }

    /// <summary>What the row counts against the bound of bytes.</summary>
    public int Bytes { get; set; }

    /// <summary>Digest over all of the above.</summary>
    public long Digest { get; set; }
}
