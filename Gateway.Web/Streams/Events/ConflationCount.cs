namespace Gateway.Web.Streams.Events;

/// <summary>How many events of a span were delivered, conflated or dropped.</summary>
/// <param name="Delivered">Events that remain.</param>
/// <param name="Conflated">Events that were merged into a later event of their item.</param>
/// <param name="Dropped">Events that were lost.</param>
internal readonly record struct ConflationCount(int Delivered, long Conflated, long Dropped);
