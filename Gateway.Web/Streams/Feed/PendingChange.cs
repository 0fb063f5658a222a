namespace Gateway.Web.Streams.Feed;

/// <summary>A change that waits to be written.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Entry">What happened.</param>
internal readonly record struct PendingChange(DateTimeOffset At, FeedEntry Entry);
