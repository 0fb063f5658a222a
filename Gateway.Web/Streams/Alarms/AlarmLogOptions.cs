namespace Gateway.Web.Streams.Alarms;

/// <summary>Bounds of the log of alarm transitions and of its readers. Section <c>Gateway:AlarmLog</c>.</summary>
internal sealed class AlarmLogOptions
{
    public const string Section = "Gateway:AlarmLog";

    /// <summary>When there are more transitions than this, the oldest are deleted. The newest always stays.</summary>
    public int RetainTransitions { get; set; } = 200_000;

    /// <summary>When the transitions together are larger than this, in bytes, the oldest are deleted.</summary>
    public long RetainBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Transitions older than this are deleted, days.</summary>
    public int RetainDays { get; set; } = 30;

    /// <summary>How often retention runs, in seconds.</summary>
    public int RetentionSeconds { get; set; } = 60;

    /// <summary>Largest size of the log, in bytes. A log of that size is treated as a full disk.</summary>
    public long MaxFileBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Largest number of transitions that wait for one reader, before the reader has to read the log.</summary>
    public int BufferTransitions { get; set; } = 2_000;

    /// <summary>Largest number of transitions, or of alarms of a snapshot, in one item. A conflating reader gets the last one of every alarm that moved.</summary>
    public int MaxBatch { get; set; } = 500;

    /// <summary>An <c>idle</c> item is sent when nothing else was sent for this long, in milliseconds.</summary>
    public int IdleIntervalMs { get; set; } = 5_000;

    /// <summary>Largest number of alarm streams that run at the same time.</summary>
    public int MaxReaders { get; set; } = 1_000;
}
