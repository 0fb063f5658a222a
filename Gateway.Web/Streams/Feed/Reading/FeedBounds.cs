namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>The range and epoch of the feed at one moment.</summary>
internal readonly record struct FeedBounds(string Epoch, long Oldest, long Latest);
