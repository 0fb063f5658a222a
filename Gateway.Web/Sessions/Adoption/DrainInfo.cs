namespace Gateway.Web.Sessions.Adoption;

/// <summary>Answer to <c>POST /api/drain</c>.</summary>
/// <param name="Sessions">Number of sessions that are handed over or ended.</param>
/// <param name="PendingCommands">Number of commands that are waited for.</param>
/// <param name="HandsOver">True when workers keep running and wait for the next gateway.</param>
internal sealed record DrainInfo(int Sessions, int PendingCommands, bool HandsOver);
