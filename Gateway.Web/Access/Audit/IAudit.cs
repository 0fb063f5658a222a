namespace Gateway.Web.Access.Audit;

/// <summary>The audit trail. Safe on any thread.</summary>
internal interface IAudit
{
    /// <summary>
    /// For frequent actions, such as refusals. Returns at once; the entry is written soon, or lost and counted when the queue is full.
    /// </summary>
    void Record(AuditEntry entry);

    /// <summary>
    /// For administrative actions. Completes when the entry is in the store. While the store cannot be written, the entry goes into the
    /// queue like the others: the action was done, so it must not be reported as failed because its record is late.
    /// </summary>
    Task RecordNowAsync(AuditEntry entry);
}
