using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.Cluster.Edge;

internal static partial class EdgeLog
{
    [LoggerMessage(EventIds.Edge, LogLevel.Information, "This gateway serves the sessions of site {Site} as an edge; it opens none.", EventName = "ClusterEdge")]
    public static partial void Follows(this ILogger logger, string site);

    [LoggerMessage(EventIds.Edge + 1, LogLevel.Warning, "Message {Revision} of the log, of session {SessionId}, is skipped: {Fault}. Further ones of this session are only counted.", EventName = "ClusterMessageSkipped")]
    public static partial void MessageSkipped(this ILogger logger, ulong revision, string sessionId, string fault);

    [LoggerMessage(EventIds.Edge + 2, LogLevel.Warning, "Entry {Key} of the site's directory is skipped: {Fault}.", EventName = "ClusterEntrySkipped")]
    public static partial void EntrySkipped(this ILogger logger, string key, string fault);

    [LoggerMessage(EventIds.Edge + 3, LogLevel.Warning, "The log of the site lacks the events {First} to {Last} of session {SessionId}, and their owner did not send them. Readers get a gap. Further ones of this session are only counted.", EventName = "ClusterHole")]
    public static partial void Hole(this ILogger logger, long first, long last, string sessionId);

    [LoggerMessage(EventIds.Edge + 4, LogLevel.Warning, "The events of session {SessionId} cannot be read from the log of the site: {Reason} They are read again.", EventName = "ClusterReadFailed")]
    public static partial void ReadFailed(this ILogger logger, string sessionId, string reason);

    [LoggerMessage(EventIds.Edge + 5, LogLevel.Warning, "Node {Node} does not renew its lease; the values of its sessions may be stale.", EventName = "ClusterOwnerLost")]
    public static partial void OwnerLost(this ILogger logger, string node);

    [LoggerMessage(EventIds.Edge + 6, LogLevel.Information, "Node {Node} renews its lease again.", EventName = "ClusterOwnerBack")]
    public static partial void OwnerBack(this ILogger logger, string node);

    [LoggerMessage(EventIds.Edge + 7, LogLevel.Warning, "NATS cannot be used: {Reason} The sessions of the site stand still here until it is back.", EventName = "ClusterEdgeAway")]
    public static partial void EdgeAway(this ILogger logger, string reason);

    [LoggerMessage(EventIds.Edge + 8, LogLevel.Warning, "The log does not have all of session {SessionId}, and its owner does not say the rest: {Reason} What the log has is served.", EventName = "ClusterUnanswered")]
    public static partial void Unanswered(this ILogger logger, string sessionId, string reason);
}
