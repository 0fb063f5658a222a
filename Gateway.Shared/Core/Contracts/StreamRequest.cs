namespace Gateway.Contracts;

/// <summary>How to read a session's events.</summary>
public sealed record StreamRequest
{
    /// <summary>
    /// The last sequence the client has. Absent: start with what happens next. 0: from the first event on. Inside history:
    /// exactly the events after it.
    /// </summary>
    public long? ResumeAfter { get; init; }

    /// <summary>The epoch that <see cref="ResumeAfter"/> belongs to. When absent, the current epoch is assumed.</summary>
    public string? Epoch { get; init; }

    public SnapshotPolicy Snapshot { get; init; }

    public StreamMode Mode { get; init; }

    public StreamFilter? Filter { get; init; }

    /// <summary>Size of the subscription's channel in events, within the server's cap.</summary>
    public int? BufferEvents { get; init; }

    public SlowPolicy OnSlow { get; init; }

    /// <summary>
    /// Least time between two flushes: events are collected meanwhile, and all go out together, in one <c>events</c> item or
    /// several. 0 sends at once what is there. Changes of state, the end and other items do not wait.
    /// </summary>
    public int? FlushIntervalMs { get; init; }

    /// <summary>Most events in one <c>events</c> item, within the server's cap.</summary>
    public int? MaxBatch { get; init; }

    /// <summary>
    /// Read as an observer, for pages that only show values: the stream counts against no limit of readers, does not keep the session
    /// open, is in no list of subscriptions and can fault nobody. It needs <see cref="StreamMode.Conflate"/> and has a limit of its own.
    /// </summary>
    public bool? Observer { get; init; }
}
