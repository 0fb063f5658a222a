namespace Gateway.Web.Access.Audit;

/// <summary>A page of the audit trail, newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">What to give as <c>before</c> for the following page; absent when there is none.</param>
internal sealed record AuditPage(IReadOnlyList<AuditItem> Items, long? Next);
