using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>An item that waits for the reader.</summary>
/// <param name="Item">The item.</param>
/// <param name="Position">Where the reader stands once it has it; null when that is not known yet.</param>
internal sealed record BufferedFeedItem(FeedItem Item, FeedPosition? Position);
