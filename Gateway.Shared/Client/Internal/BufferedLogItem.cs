namespace Gateway.Client.Internal;

/// <summary>An item that waits for the reader.</summary>
/// <param name="Item">The item.</param>
/// <param name="Position">The reader's position once it has the item; null when there is none from which it could continue.</param>
internal sealed record BufferedLogItem<TItem, TPosition>(TItem Item, TPosition? Position)
    where TPosition : struct;
