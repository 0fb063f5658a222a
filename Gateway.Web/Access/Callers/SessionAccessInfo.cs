namespace Gateway.Web.Access.Callers;

/// <summary>The part of a session that decides who reaches it.</summary>
/// <param name="SessionId">Null for a session that is about to be opened.</param>
/// <param name="Owner">Subject that opened it.</param>
/// <param name="SessionTag">Access label; null for none.</param>
internal sealed record SessionAccessInfo(string? SessionId, string Owner, string? SessionTag);
