namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>How a journal was found.</summary>
/// <param name="Epoch">Its numbering.</param>
/// <param name="Extent">What it holds.</param>
/// <param name="Lost">What it does not hold any more; null when all is there.</param>
internal sealed record FeedOpening(string Epoch, FeedExtent Extent, FeedHole? Lost);
