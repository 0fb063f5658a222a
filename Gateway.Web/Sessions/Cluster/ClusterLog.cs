using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.Cluster;

internal static partial class ClusterLog
{
    [LoggerMessage(EventIds.Cluster, LogLevel.Information, "Connected to NATS server {Server} of site {Site}.", EventName = "ClusterConnected")]
    public static partial void Connected(this ILogger logger, string server, string site);

    [LoggerMessage(EventIds.Cluster + 1, LogLevel.Warning, "NATS cannot be used: {Reason} Sessions go on; their events are published when NATS is back.", EventName = "ClusterAway")]
    public static partial void Away(this ILogger logger, string reason);

    [LoggerMessage(EventIds.Cluster + 2, LogLevel.Information, "This gateway publishes its sessions for site {Site} as node {Node}.", EventName = "ClusterOwner")]
    public static partial void Owner(this ILogger logger, string site, string node);

    [LoggerMessage(EventIds.Cluster + 3, LogLevel.Error, "Nothing is published: {Holder} publishes for the same store. Stop one of the two gateways, or give the copy a store of its own.", EventName = "ClusterRefused")]
    public static partial void Refused(this ILogger logger, string holder);

    [LoggerMessage(EventIds.Cluster + 4, LogLevel.Warning, "The log of the site is not as configured: {Difference}", EventName = "ClusterLimits")]
    public static partial void Limited(this ILogger logger, string difference);

    [LoggerMessage(EventIds.Cluster + 5, LogLevel.Warning, "Events of session {SessionId} cannot be published: {Reason} They are published again until it succeeds.", EventName = "ClusterPublishFailed")]
    public static partial void PublishFailed(this ILogger logger, string sessionId, string reason);

    [LoggerMessage(EventIds.Cluster + 6, LogLevel.Information, "Events are published again.", EventName = "ClusterPublishes")]
    public static partial void PublishesAgain(this ILogger logger);

    [LoggerMessage(EventIds.Cluster + 7, LogLevel.Warning, "The log of the site lacks the events {First} to {Last} of session {SessionId} ({Reason}).", EventName = "ClusterGap")]
    public static partial void GapWritten(this ILogger logger, string sessionId, long first, long last, string reason);

    [LoggerMessage(EventIds.Cluster + 8, LogLevel.Warning, "The subject of session {SessionId} did not end as expected; its last writer is {Writer}. Publishing goes on behind it.", EventName = "ClusterConflict")]
    public static partial void Conflict(this ILogger logger, string sessionId, string writer);

    [LoggerMessage(EventIds.Cluster + 9, LogLevel.Warning, "The last events of session {SessionId}, after {After}, are not in the log of the site: the session ended while they could not be published.", EventName = "ClusterTailLost")]
    public static partial void GivenUp(this ILogger logger, string sessionId, long after);

    [LoggerMessage(EventIds.Cluster + 10, LogLevel.Warning, "The site's directory of sessions could not be written and is written again: {Reason}", EventName = "ClusterDirectoryFailed")]
    public static partial void DirectoryFailed(this ILogger logger, string reason);

    [LoggerMessage(EventIds.Cluster + 11, LogLevel.Warning, "Requests of edges cannot be answered, which is tried again: {Reason}", EventName = "ClusterAnswersFailed")]
    public static partial void AnswersFailed(this ILogger logger, string reason);
}
