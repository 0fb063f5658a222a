namespace Gateway.Web.Sessions.Workers;

/// <summary>Why a connection to a worker ended.</summary>
/// <param name="Reason">A text for people.</param>
/// <param name="MayReturn">Whether only the connection broke, so that a living worker connects again.</param>
/// <param name="Error">The error of the gateway itself that ended it; null when the worker or the pipe did.</param>
internal readonly record struct ConnectionEnd(string Reason, bool MayReturn, Exception? Error = null)
{
    public WorkerLossCause Cause { get; init; }
}
