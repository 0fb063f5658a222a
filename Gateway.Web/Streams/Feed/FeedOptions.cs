namespace Gateway.Web.Streams.Feed;

/// <summary>Bounds of the change feed. Section <c>Gateway:Feed</c>.</summary>
internal sealed class FeedOptions
{
    public const string Section = "Gateway:Feed";

    /// <summary>Longest detail, in characters; longer ones are cut.</summary>
    public const int MaxDetail = 500;

    /// <summary>Longest subject and longest value in the data, in characters; longer ones are cut.</summary>
    public const int MaxText = 256;

    /// <summary>
    /// Largest number of changes that wait to be written. Further changes are dropped, counted, and reported as a hole.
    /// </summary>
    public int InboxChanges { get; set; } = 10_000;

    /// <summary>Largest number of changes in one commit.</summary>
    public int CommitChanges { get; set; } = 1_000;

    /// <summary>When there are more changes than this, the oldest are deleted. The newest change always stays.</summary>
    public int RetainChanges { get; set; } = 200_000;

    /// <summary>When the changes together are larger than this, in bytes, the oldest are deleted.</summary>
    public long RetainBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Changes older than this are deleted, days.</summary>
    public int RetainDays { get; set; } = 30;

    /// <summary>How often retention runs, in seconds. It runs earlier when a limit is exceeded by a tenth.</summary>
    public int RetentionSeconds { get; set; } = 60;

    /// <summary>Largest size of the journal, in bytes. A journal of that size is treated as a full disk.</summary>
    public long MaxFileBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>How long to wait before a failed write is tried again, in milliseconds.</summary>
    public int RetryMs { get; set; } = 1_000;

    /// <summary>Largest number of changes that wait for one reader, before the reader has to read the journal.</summary>
    public int BufferChanges { get; set; } = 1_000;

    /// <summary>Largest number of changes in one <c>changes</c> item, and in one read of the journal.</summary>
    public int MaxBatch { get; set; } = 500;

    /// <summary>An <c>idle</c> item is sent when nothing else was sent for this long, in milliseconds.</summary>
    public int IdleIntervalMs { get; set; } = 5_000;

    /// <summary>Largest number of feed streams that run at the same time.</summary>
    public int MaxReaders { get; set; } = 1_000;

    /// <summary>Largest number of exports that run at the same time.</summary>
    public int MaxExports { get; set; } = 4;

    /// <summary>Largest number of named cursors of one subject.</summary>
    public int CursorsPerSubject { get; set; } = 32;
}
