using Gateway.Contracts;
using Gateway.Web.Access.Keys;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Streams.Feed.Reading;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Reads how the gateway's logs, its alarm monitor and its keys stand.</summary>
internal sealed class LogFigures(FeedDistributor feed, FeedInbox inbox, AlarmDistributor alarms, SigningKeyRing keys)
{
    private OverviewKeys? _keys;

    public AlarmMonitor AlarmMonitor => alarms.Monitor;

    public IReadOnlyList<OverviewLog> Logs()
    {
        var (changes, transitions) = (feed.Bounds, alarms.Bounds);
        return
        [
            new() { Name = "changes", Epoch = changes.Epoch, Oldest = changes.Oldest, Latest = changes.Latest, Readers = feed.ReaderCount, Waiting = inbox.Waiting },
            new() { Name = "alarms", Epoch = transitions.Epoch, Oldest = transitions.Oldest, Latest = transitions.Latest, Readers = alarms.ReaderCount },
        ];
    }

    public OverviewKeys Keys()
    {
        var now = new OverviewKeys { ActiveKeyId = keys.Active.Key.KeyId, ActiveSince = keys.ActiveSince.UtcDateTime, Accepted = keys.ValidationKeys.Count };
        return _keys = now == _keys ? _keys : now;
    }
}
