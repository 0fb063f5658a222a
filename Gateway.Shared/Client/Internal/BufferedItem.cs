using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>An item waiting for the reader.</summary>
/// <param name="Item">What the reader gets.</param>
/// <param name="Position">The reader's position once it has the item.</param>
/// <param name="Weight">How much of the buffer it takes; 0 for a <c>lagged</c> item about dropped events.</param>
internal sealed record BufferedItem(StreamItem Item, StreamPosition? Position, int Weight);
