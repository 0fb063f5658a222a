namespace Gateway.Web.Access.Audit;

/// <summary>How much of the audit trail is kept. Section <c>Gateway:Audit</c>.</summary>
internal sealed class AuditOptions
{
    public const string Section = "Gateway:Audit";

    /// <summary>Longest detail and address that is kept, characters.</summary>
    public const int MaxDetail = 500;

    /// <summary>Entries older than this are deleted, days.</summary>
    public int RetentionDays { get; set; } = 365;

    /// <summary>Entries beyond this number are deleted: those without a subject first, which anybody can cause, then the oldest.</summary>
    public int RetentionRows { get; set; } = 1_000_000;

    /// <summary>How often that is done, minutes.</summary>
    public int SweepMinutes { get; set; } = 10;

    /// <summary>Entries that may wait to be written. What comes beyond is counted and lost.</summary>
    public int QueueEntries { get; set; } = 10_000;
}
