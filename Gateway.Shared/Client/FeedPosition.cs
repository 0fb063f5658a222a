namespace Gateway.Client;

/// <summary>The last change a reader of the feed has. Sequences compare within one epoch only.</summary>
public readonly record struct FeedPosition(string FeedEpoch, long Sequence);
