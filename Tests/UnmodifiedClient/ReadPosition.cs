namespace UnmodifiedClient;

/// <summary>Where a reader of a session stands. Both null: it begins with the next event. Sequence 0: with the first event.</summary>
public sealed record ReadPosition(string? Epoch, long? Sequence);
