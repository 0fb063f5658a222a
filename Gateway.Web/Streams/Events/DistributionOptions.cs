namespace Gateway.Web.Streams.Events;

/// <summary>Bounds of history and subscriptions. Section <c>Gateway:Distribution</c>.</summary>
internal sealed class DistributionOptions
{
    public const string Section = "Gateway:Distribution";

    /// <summary>
    /// Largest number of events in a session's history. It is as many as the worker's ring holds, because after a restart the worker
    /// sends all of these before the readers have reconnected. 0 switches history off: then a client that resumes and has missed events
    /// gets a gap, and a reader whose channel is full is ended, or conflated if the client asked for that.
    /// </summary>
    public int HistoryEvents { get; set; } = 500_000;

    /// <summary>Largest number of bytes of event rows in a session's history.</summary>
    public long HistoryBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Greatest age of an event in history, in seconds; 0 means no limit.</summary>
    public int HistorySeconds { get; set; } = 600;

    /// <summary>Largest number of external subscriptions on one session.</summary>
    public int MaxSubscriptionsPerSession { get; set; } = 512;

    /// <summary>Largest number of observers on one session, see <see cref="Contracts.StreamRequest.Observer"/>.</summary>
    public int MaxObserversPerSession { get; set; } = 64;

    /// <summary>Size of a subscription's channel, in events, when the client does not ask for one.</summary>
    public int BufferEvents { get; set; } = 10_000;

    /// <summary>Largest channel a subscriber may ask for, in events.</summary>
    public int MaxBufferEvents { get; set; } = 100_000;

    /// <summary>Largest number of events in one stream item, even if the client asks for more.</summary>
    public int MaxBatch { get; set; } = 2_000;

    /// <summary>Longest flush interval that a client may ask for, in milliseconds.</summary>
    public int MaxFlushIntervalMs { get; set; } = 60_000;

    /// <summary>An idle item is sent when nothing else was sent for this long, in milliseconds.</summary>
    public int IdleIntervalMs { get; set; } = 5_000;

    /// <summary>What happens when a subscription's channel is full.</summary>
    public SlowConsumerPolicy SlowConsumerPolicy { get; set; } = SlowConsumerPolicy.CatchUp;
}
