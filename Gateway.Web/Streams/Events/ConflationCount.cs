namespace Gateway.Web.Streams.Events;

/// <summary>Events of a span, by what became of them.</summary>
/// <param name="Delivered">Left as they were.</param>
/// <param name="Conflated">Merged into a later one of their item.</param>
/// <param name="Dropped">Not readable any more.</param>
internal readonly record struct ConflationCount(int Delivered, long Conflated, long Dropped);
