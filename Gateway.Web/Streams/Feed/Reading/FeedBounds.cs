namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>Where the feed stands at one moment.</summary>
internal readonly record struct FeedBounds(string Epoch, long Oldest, long Latest);
