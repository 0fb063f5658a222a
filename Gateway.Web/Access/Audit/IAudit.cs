namespace Gateway.Web.Access.Audit;

/// <summary>The audit trail. Any thread.</summary>
internal interface IAudit
{
    /// <summary>For what happens often, such as refusals. Returns at once; written soon, or counted when too much comes at once.</summary>
    void Record(AuditEntry entry);

    /// <summary>For administrative acts: completes when the entry is in the store. While the store cannot be written the entry
    /// waits like the others: what was done is not told to have failed because its record is late.</summary>
    Task RecordNowAsync(AuditEntry entry);
}
