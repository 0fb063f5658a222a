namespace Gateway.Contracts;

/// <summary>How to read the events of all sessions the caller reaches, those to come included.</summary>
/// <remarks>
/// Sessions that exist when a stream without a cursor starts begin with what happens next; those that are opened or come to
/// match later begin with all that their history holds. With a cursor, sessions in it resume and others begin with their history.
/// </remarks>
public sealed record MultiSessionRequest
{
    /// <summary>Ids of sessions that exist or are still to come; absent: any. What else the request says must hold for them as well.</summary>
    public IReadOnlyList<string>? SessionIds { get; init; }

    /// <summary>Globs; absent: any session, with a session tag or without.</summary>
    public IReadOnlyList<string>? SessionTags { get; init; }

    /// <summary>Globs of session names; absent: any session, named or not.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    public IReadOnlyList<string>? Backends { get; init; }

    /// <summary>Where an earlier stream stood, as it was handed out: by <c>started</c> or <c>cursor</c>, or by the client library.</summary>
    public string? Cursor { get; init; }

    public SnapshotPolicy Snapshot { get; init; }

    public StreamMode Mode { get; init; }

    /// <summary>Without handles: those belong to one session.</summary>
    public StreamFilter? Filter { get; init; }

    /// <summary>As <see cref="StreamRequest.BufferEvents"/>, for each session.</summary>
    public int? BufferEvents { get; init; }

    public SlowPolicy OnSlow { get; init; }

    public int? FlushIntervalMs { get; init; }

    public int? MaxBatch { get; init; }
}
