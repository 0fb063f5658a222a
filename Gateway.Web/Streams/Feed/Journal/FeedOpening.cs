namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>The result of opening a journal.</summary>
/// <param name="Epoch">The epoch of its numbering.</param>
/// <param name="Extent">The range and size of what it holds.</param>
/// <param name="Lost">The changes that it has lost; null when it is complete.</param>
internal sealed record FeedOpening(string Epoch, FeedExtent Extent, FeedHole? Lost);
