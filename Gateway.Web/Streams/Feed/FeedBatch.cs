using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Feed;

/// <summary>Committed changes in order, without a missing number. Immutable and shared by all readers.</summary>
internal sealed class FeedBatch(IReadOnlyList<FeedRecord> records) : INumberedBatch
{
    public IReadOnlyList<FeedRecord> Records => records;

    public long First => records[0].Change.Sequence;

    public long Last => records[^1].Change.Sequence;

    public int Count => records.Count;
}
