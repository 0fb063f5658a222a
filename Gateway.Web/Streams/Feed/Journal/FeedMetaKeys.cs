namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>Keys in the journal's table Meta, in addition to those that every journal has.</summary>
internal static class FeedMetaKeys
{
    /// <summary>Digests of the last effective configuration by section, as JSON.</summary>
    public const string Configuration = "feed.configuration";
}
