namespace Gateway.Web.Access.Audit;

/// <summary>How much of the audit trail is kept. Section <c>Gateway:Audit</c>.</summary>
internal sealed class AuditOptions
{
    public const string Section = "Gateway:Audit";

    /// <summary>Longest text of an entry, in characters; longer texts are cut.</summary>
    public const int MaxDetail = 500;

    /// <summary>Entries older than this are deleted, in days.</summary>
    public int RetentionDays { get; set; } = 365;

    /// <summary>
    /// When there are more entries than this, some are deleted: first the oldest without a subject, because anybody can cause those,
    /// then the oldest of all.
    /// </summary>
    public int RetentionRows { get; set; } = 1_000_000;

    /// <summary>How often old entries are deleted, in minutes.</summary>
    public int SweepMinutes { get; set; } = 10;

    /// <summary>Largest number of entries that wait to be written. Further entries are lost and counted.</summary>
    public int QueueEntries { get; set; } = 10_000;
}
