namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>Keys of the journal's table Meta, besides the schema version.</summary>
internal static class FeedMetaKeys
{
    /// <summary>Identity of the numbering, 16 hexadecimal digits.</summary>
    public const string Epoch = "feed.epoch";

    /// <summary><see cref="Open"/> while a gateway writes, <see cref="Closed"/> after it ended in order.</summary>
    public const string State = "feed.state";

    /// <summary>Digests of the configuration that was in effect last, by section, as JSON.</summary>
    public const string Configuration = "feed.configuration";

    public const string Open = "open";
    public const string Closed = "closed";
}
