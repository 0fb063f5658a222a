namespace Gateway.Web.Streams.Feed;

/// <summary>A change that waits to be written.</summary>
/// <param name="At">Time of the change.</param>
/// <param name="Entry">The recorded change.</param>
internal readonly record struct PendingChange(DateTimeOffset At, FeedEntry Entry);
