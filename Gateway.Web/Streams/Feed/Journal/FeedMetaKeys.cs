namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>Keys in the journal's table Meta, in addition to the schema version.</summary>
internal static class FeedMetaKeys
{
    /// <summary>The epoch of the numbering, 16 hexadecimal digits.</summary>
    public const string Epoch = "feed.epoch";

    /// <summary><see cref="Open"/> while a gateway writes, <see cref="Closed"/> after the gateway has closed the journal.</summary>
    public const string State = "feed.state";

    /// <summary>Digests of the last effective configuration by section, as JSON.</summary>
    public const string Configuration = "feed.configuration";

    public const string Open = "open";
    public const string Closed = "closed";
}
