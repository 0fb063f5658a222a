using System.Diagnostics.Metrics;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Web.Platform.Metrics;

namespace Gateway.Web.Streams.Feed;

internal sealed class FeedMetrics
{
    private readonly Counter<long> _committed;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _pruned;
    private readonly Counter<long> _resets;
    private readonly Counter<long> _slow;
    private readonly UpDownCounter<long> _readers;

    public FeedMetrics(IMeterFactory meters, FeedState state, FeedInbox inbox)
    {
        var meter = meters.CreateGatewayMeter();
        _committed = meter.CreateCounter<long>("gateway.feed.committed", "{change}", "Changes written to the feed's journal.");
        _commits = meter.CreateCounter<long>("gateway.feed.commits", "{commit}", "Commits of the feed's journal; one commit writes all changes that wait.");
        _dropped = meter.CreateCounter<long>("gateway.feed.dropped", "{change}", "Changes that were dropped because the inbox was full or the journal not writable.");
        _pruned = meter.CreateCounter<long>("gateway.feed.pruned", "{change}", "Changes deleted by retention.");
        _resets = meter.CreateCounter<long>("gateway.feed.resets", "{reset}", "Resets sent to feed readers, which must load the full state again.");
        _slow = meter.CreateCounter<long>("gateway.feed.slow_readers", "{episode}", "Times a feed reader was too slow and had to read the journal.");
        _readers = meter.CreateUpDownCounter<long>("gateway.feed.readers", "{reader}", "Active streams of the feed.");
        meter.CreateObservableGauge("gateway.feed.waiting", () => inbox.Waiting, "{change}", "Changes waiting to be written.");
        meter.CreateObservableGauge(
            "gateway.feed.status", () => (int)state.Current, "{status}", "0 opening, 1 running, 2 disk full, 3 failing.");
    }

    public void Committed(int changes)
    {
        _commits.Add(1);
        _committed.Add(changes);
    }

    public void Dropped() => _dropped.Add(1);

    public void Pruned(long changes) => _pruned.Add(changes);

    public void Reset(FeedResetReason reason) => _resets.Add(1, new KeyValuePair<string, object?>("reason", JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString())));

    public void SlowReaders(int readers) => _slow.Add(readers);

    public void ReaderStarted() => _readers.Add(1);

    public void ReaderEnded() => _readers.Add(-1);
}
