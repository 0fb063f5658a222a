namespace Gateway.Worker.Pipe;

/// <summary>State of an <see cref="EventRing"/>. Overwritten counts the events that were lost before they were read.</summary>
public readonly record struct RingState(long Oldest, long Latest, int Events, long Bytes, long Overwritten);
