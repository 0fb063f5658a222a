namespace Gateway.Web.Front.Api;

/// <param name="SessionId">The session.</param>
/// <param name="Until">When the trace ends, UTC.</param>
internal sealed record TracedSession(string SessionId, DateTime Until);
