namespace Gateway.Web.Streams.Feed;

/// <summary>Bounds of the change feed. Section <c>Gateway:Feed</c>.</summary>
internal sealed class FeedOptions
{
    public const string Section = "Gateway:Feed";

    /// <summary>Longest detail that is kept, characters.</summary>
    public const int MaxDetail = 500;

    /// <summary>Longest subject and particular that is kept, characters.</summary>
    public const int MaxText = 256;

    /// <summary>Changes that may wait to be written. What comes beyond is counted, lost, and marked as a hole.</summary>
    public int InboxChanges { get; set; } = 10_000;

    /// <summary>Most changes written in one commit.</summary>
    public int CommitChanges { get; set; } = 1_000;

    /// <summary>Changes beyond this number are deleted, oldest first. The newest always stays.</summary>
    public int RetainChanges { get; set; } = 200_000;

    /// <summary>Changes are deleted, oldest first, when together they are longer than this, bytes.</summary>
    public long RetainBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Changes older than this are deleted, days.</summary>
    public int RetainDays { get; set; } = 30;

    /// <summary>How often that is looked at, seconds. A tenth too much is not waited for.</summary>
    public int RetentionSeconds { get; set; } = 60;

    /// <summary>The journal never grows beyond this, bytes: at that size it is full, as if the disk were.</summary>
    public long MaxFileBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>How long until a write that failed is tried again, milliseconds.</summary>
    public int RetryMs { get; set; } = 1_000;

    /// <summary>Changes that may wait for one reader before it has to read the journal.</summary>
    public int BufferChanges { get; set; } = 1_000;

    /// <summary>Most changes in one <c>changes</c> item, and in one read of the journal.</summary>
    public int MaxBatch { get; set; } = 500;

    /// <summary>An <c>idle</c> item comes at least this often when nothing else does, milliseconds.</summary>
    public int IdleIntervalMs { get; set; } = 5_000;

    /// <summary>Streams of the feed that run at the same time.</summary>
    public int MaxReaders { get; set; } = 1_000;

    /// <summary>Exports that run at the same time.</summary>
    public int MaxExports { get; set; } = 4;

    /// <summary>Named cursors of one subject.</summary>
    public int CursorsPerSubject { get; set; } = 32;
}
