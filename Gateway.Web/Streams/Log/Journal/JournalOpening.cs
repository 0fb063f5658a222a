namespace Gateway.Web.Streams.Log.Journal;

/// <summary>The result of opening a journal.</summary>
/// <param name="Epoch">The epoch of its numbering.</param>
/// <param name="Extent">The range and size of what it holds.</param>
/// <param name="Lost">The rows that it has lost; null when it is complete.</param>
internal sealed record JournalOpening(string Epoch, JournalExtent Extent, JournalLoss? Lost);
