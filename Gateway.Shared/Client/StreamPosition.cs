namespace Gateway.Client;

/// <summary>
/// The last event a reader has. Sequences compare within one epoch only: a worker that was restarted counts anew, and its
/// event 7 is not the event 7 from before.
/// </summary>
public readonly record struct StreamPosition(string Epoch, long Sequence);
