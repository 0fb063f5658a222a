using Gateway.Contracts;

namespace Gateway.Web.Tests.Streams.Events;

public sealed record DistributionScenario(
    int HistoryEvents, int BufferEvents, int MaxBatch, bool Snapshot, bool Filtered, StreamMode Mode, SlowPolicy OnSlow, IReadOnlyList<DistributionStep> Steps)
{
    public override string ToString() =>
        $"history {HistoryEvents}, buffer {BufferEvents}, batch {MaxBatch}, snapshot {Snapshot}, filtered {Filtered}, {Mode}, slow {OnSlow}: {string.Join(" ", Steps.Select(s => $"{s.Kind}({s.Reader},{s.Count})"))}";
}
