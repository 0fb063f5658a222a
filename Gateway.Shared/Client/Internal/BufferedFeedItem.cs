using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>An item that waits for the reader.</summary>
/// <param name="Item">The item.</param>
/// <param name="Position">The reader's position once it has the item; null when it is not known yet.</param>
internal sealed record BufferedFeedItem(FeedItem Item, FeedPosition? Position);
