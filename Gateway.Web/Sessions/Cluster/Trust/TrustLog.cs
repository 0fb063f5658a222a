using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.Cluster.Trust;

internal static partial class TrustLog
{
    [LoggerMessage(EventIds.Trust, LogLevel.Warning, "The keys and revocations of this gateway cannot be published to the site, and are published again: {Reason}", EventName = "ClusterTrustNotPublished")]
    public static partial void NotPublished(this ILogger logger, string reason);

    [LoggerMessage(EventIds.Trust + 1, LogLevel.Information, "The keys and revocations of this gateway are published to the site.", EventName = "ClusterTrustPublished")]
    public static partial void Published(this ILogger logger);

    [LoggerMessage(EventIds.Trust + 2, LogLevel.Warning, "The keys and revocations of site {Site} cannot be followed, and are tried again: {Reason}", EventName = "ClusterTrustNotFollowed")]
    public static partial void NotFollowed(this ILogger logger, string site, string reason);

    [LoggerMessage(EventIds.Trust + 3, LogLevel.Information, "The keys and revocations of site {Site} are followed; {Keys} keys of {Owners} owners verify tokens.", EventName = "ClusterTrustFollowed")]
    public static partial void Followed(this ILogger logger, string site, int keys, int owners);

    [LoggerMessage(EventIds.Trust + 4, LogLevel.Warning, "The entry {Key} in the site's bucket of keys is not one of an owner, or has keys that are none; they verify nothing. The site is {Site}.", EventName = "ClusterTrustEntryRefused")]
    public static partial void EntryRefused(this ILogger logger, string key, string site);
}
