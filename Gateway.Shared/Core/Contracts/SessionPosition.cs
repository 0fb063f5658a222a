namespace Gateway.Contracts;

/// <summary>The last event a reader of many sessions has of one of them.</summary>
public readonly record struct SessionPosition(string SessionId, string Epoch, long Sequence);
