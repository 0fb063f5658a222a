namespace Gateway.Web.Sessions.Workers;

/// <summary>Why a connection to a worker ended.</summary>
/// <param name="Reason">For people.</param>
/// <param name="MayReturn">The connection broke, nothing worse: a worker that lives calls again.</param>
internal readonly record struct ConnectionEnd(string Reason, bool MayReturn);
