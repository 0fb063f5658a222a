namespace Gateway.Web.Streams.Events;

/// <summary>Bounds of history and subscriptions. Section <c>Gateway:Distribution</c>.</summary>
internal sealed class DistributionOptions
{
    public const string Section = "Gateway:Distribution";

    /// <summary>
    /// Most events a session's history keeps. As many as the worker's ring: after a restart its events all come at once, before
    /// the readers are back. 0 switches history off: who resumes and has missed something gets a gap, and a reader whose channel is
    /// full ends, or is conflated if it asked for that.
    /// </summary>
    public int HistoryEvents { get; set; } = 500_000;

    /// <summary>Most bytes of event rows a session's history keeps.</summary>
    public long HistoryBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Greatest age of an event in history, seconds; 0 does not bound it.</summary>
    public int HistorySeconds { get; set; } = 600;

    /// <summary>Most external subscriptions on one session.</summary>
    public int MaxSubscriptionsPerSession { get; set; } = 512;

    /// <summary>Size of a subscription's channel, in events, when the subscriber does not say.</summary>
    public int BufferEvents { get; set; } = 10_000;

    /// <summary>Largest channel a subscriber may ask for, in events.</summary>
    public int MaxBufferEvents { get; set; } = 100_000;

    /// <summary>Most events in one stream item, also when the subscriber asks for more.</summary>
    public int MaxBatch { get; set; } = 2_000;

    /// <summary>Longest collecting time a subscriber may ask for, milliseconds.</summary>
    public int MaxFlushIntervalMs { get; set; } = 60_000;

    /// <summary>An idle item comes at least this often when nothing else does, milliseconds.</summary>
    public int IdleIntervalMs { get; set; } = 5_000;

    /// <summary>What happens when a subscription's channel is full.</summary>
    public SlowConsumerPolicy SlowConsumerPolicy { get; set; } = SlowConsumerPolicy.CatchUp;
}
