namespace Gateway.Events;

/// <summary>The part of an event row that distribution needs, and where the row lies in its batch.</summary>
public readonly record struct EventHeader(
    long Sequence,
    EventFamily Family,
    int ServerHandle,
    int ItemHandle,
    int Quality,
    int Offset,
    int Length);
