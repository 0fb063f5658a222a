namespace Gateway.Web.Access.Callers;

/// <summary>The part of a session that decides who can access it.</summary>
/// <param name="SessionId">Null for a session that is about to be opened.</param>
/// <param name="Owner">The subject that opened the session.</param>
/// <param name="SessionTag">The session's tag; null for none.</param>
internal sealed record SessionAccessInfo(string? SessionId, string Owner, string? SessionTag)
{
    /// <summary>The site that the session belongs to; null when it belongs to none.</summary>
    public string? Site { get; init; }
}
