namespace Gateway.Web.Access.Audit;

/// <summary>A page of the audit trail, newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">The value to pass as <c>before</c> for the following page; absent on the last page.</param>
internal sealed record AuditPage(IReadOnlyList<AuditItem> Items, long? Next);
