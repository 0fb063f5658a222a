namespace Gateway.Web.Access.Audit;

/// <summary>One entry of the audit trail as it is shown. A later entry has a higher <see cref="Id"/>.</summary>
internal sealed record AuditItem(
    long Id, DateTime Time, string? Subject, string? TokenId, string Action, string? SessionId, string? RemoteAddress, string Result, string? Detail);
