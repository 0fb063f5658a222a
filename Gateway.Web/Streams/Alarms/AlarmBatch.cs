using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Alarms;

/// <summary>Committed transitions in order, without a missing number. Immutable and shared by all readers.</summary>
internal sealed class AlarmBatch(IReadOnlyList<AlarmRecord> records) : INumberedBatch
{
    public IReadOnlyList<AlarmRecord> Records => records;

    public long First => records[0].Transition.Sequence;

    public long Last => records[^1].Transition.Sequence;

    public int Count => records.Count;
}
