namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>A position that a client asks to resume from.</summary>
/// <param name="After">The last sequence that the client has; null means from now on.</param>
/// <param name="Epoch">The epoch of that sequence; null means the current one.</param>
internal readonly record struct FeedResumePoint(long? After, string? Epoch);
