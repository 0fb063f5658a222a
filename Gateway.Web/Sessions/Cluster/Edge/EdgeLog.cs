using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.Cluster.Edge;

internal static partial class EdgeLog
{
    [LoggerMessage(EventIds.Edge, LogLevel.Information, "This gateway serves the sessions of site {Site} as an edge; it opens none.", EventName = "ClusterEdge")]
    public static partial void Follows(this ILogger logger, string site);

    [LoggerMessage(EventIds.Edge + 1, LogLevel.Warning, "Message {Revision} of the log of site {Site}, of session {SessionId}, is skipped: {Fault}. Further ones of this session are only counted.", EventName = "ClusterMessageSkipped")]
    public static partial void MessageSkipped(this ILogger logger, ulong revision, string site, string sessionId, string fault);

    [LoggerMessage(EventIds.Edge + 2, LogLevel.Warning, "Entry {Key} of the site's directory is skipped: {Fault}. The site is {Site}.", EventName = "ClusterEntrySkipped")]
    public static partial void EntrySkipped(this ILogger logger, string key, string fault, string site);

    [LoggerMessage(EventIds.Edge + 3, LogLevel.Warning, "The log of site {Site} lacks the events {First} to {Last} of session {SessionId}, and their owner did not send them. Readers get a gap. Further ones of this session are only counted.", EventName = "ClusterHole")]
    public static partial void Hole(this ILogger logger, string site, long first, long last, string sessionId);

    [LoggerMessage(EventIds.Edge + 4, LogLevel.Warning, "The events of session {SessionId} cannot be read from the log of site {Site}: {Reason} They are read again.", EventName = "ClusterReadFailed")]
    public static partial void ReadFailed(this ILogger logger, string sessionId, string site, string reason);

    [LoggerMessage(EventIds.Edge + 5, LogLevel.Warning, "Node {Node} of site {Site} does not renew its lease; the values of its sessions may be stale.", EventName = "ClusterOwnerLost")]
    public static partial void OwnerLost(this ILogger logger, string node, string site);

    [LoggerMessage(EventIds.Edge + 6, LogLevel.Information, "Node {Node} of site {Site} renews its lease again.", EventName = "ClusterOwnerBack")]
    public static partial void OwnerBack(this ILogger logger, string node, string site);

    [LoggerMessage(EventIds.Edge + 7, LogLevel.Warning, "NATS of site {Site} cannot be used: {Reason} The sessions of the site stand still here until it is back.", EventName = "ClusterEdgeAway")]
    public static partial void EdgeAway(this ILogger logger, string site, string reason);

    [LoggerMessage(EventIds.Edge + 8, LogLevel.Warning, "The log does not have all of session {SessionId} of site {Site}, and its owner does not say the rest: {Reason} What the log has is served.", EventName = "ClusterUnanswered")]
    public static partial void Unanswered(this ILogger logger, string sessionId, string site, string reason);
}
