namespace Gateway.Web.Streams.Log.Journal;

/// <summary>What a journal has lost when it is opened.</summary>
/// <param name="Reason">Why.</param>
/// <param name="First">Earliest time of a missing row; null when it is unknown.</param>
/// <param name="Last">Latest time of a missing row.</param>
/// <param name="Dropped">Number of missing rows; null when it is unknown.</param>
internal sealed record JournalLoss(JournalLossReason Reason, DateTimeOffset? First, DateTimeOffset Last, long? Dropped);
