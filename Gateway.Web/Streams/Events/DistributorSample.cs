namespace Gateway.Web.Streams.Events;

/// <summary>The figures of a distributor at one moment.</summary>
/// <param name="Latest">Highest sequence that was received.</param>
/// <param name="HistoryEvents">Events in the history.</param>
/// <param name="HistoryBytes">Bytes of event rows in the history.</param>
/// <param name="Readers">The readers, without services of the gateway itself.</param>
internal sealed record DistributorSample(long Latest, long HistoryEvents, long HistoryBytes, IReadOnlyList<Subscription> Readers);
