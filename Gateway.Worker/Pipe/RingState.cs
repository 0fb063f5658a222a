namespace Gateway.Worker.Pipe;

/// <summary>What an <see cref="EventRing"/> holds. Overwritten counts the events that were never read.</summary>
public readonly record struct RingState(long Oldest, long Latest, int Events, long Bytes, long Overwritten);
