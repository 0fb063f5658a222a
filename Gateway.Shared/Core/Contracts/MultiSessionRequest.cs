namespace Gateway.Contracts;

/// <summary>How to read the events of all sessions that the caller can access, including sessions that are opened later.</summary>
/// <remarks>
/// Without a cursor, sessions that exist when the stream starts begin with the next event. Sessions that are opened, or match the request,
/// later begin with everything in their history. With a cursor, the sessions in it resume and other sessions begin with their history.
/// </remarks>
public sealed record MultiSessionRequest
{
    /// <summary>Ids of sessions that exist or will be opened. Without it, any session is selected. The other conditions of the request apply as well.</summary>
    public IReadOnlyList<string>? SessionIds { get; init; }

    /// <summary>Globs of session tags. Without it, any session is selected, with a session tag or without.</summary>
    public IReadOnlyList<string>? SessionTags { get; init; }

    /// <summary>Globs of session names. Without it, any session is selected, named or not.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    public IReadOnlyList<string>? Backends { get; init; }

    /// <summary>The position of an earlier stream: the cursor of its <c>started</c> or <c>cursor</c> item, or the one kept by the client library.</summary>
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
