using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>Events were lost. The values are confirmed again by a snapshot; what was between is not known.</summary>
/// <param name="Reason">Why they cannot be given.</param>
/// <param name="Missed">How many events; null when it cannot be known.</param>
public sealed record LiveGapNotice(GapReason Reason, long? Missed) : LiveNotice;
