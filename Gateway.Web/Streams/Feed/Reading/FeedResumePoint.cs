namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>A position as a reader names it.</summary>
/// <param name="After">The last sequence it has; null: from now on.</param>
/// <param name="Epoch">The epoch that belongs to; null: the current one is assumed.</param>
internal readonly record struct FeedResumePoint(long? After, string? Epoch);
