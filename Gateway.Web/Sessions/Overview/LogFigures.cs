using Gateway.Contracts;
using Gateway.Web.Access.Keys;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Streams.Feed.Reading;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Reads how the gateway's logs with their readers, its alarm monitor and its keys stand.</summary>
internal sealed class LogFigures(FeedDistributor feed, FeedInbox inbox, AlarmDistributor alarms, LogReaderRegistry running, SigningKeyRing keys)
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

    /// <summary>Adds the readers of the logs to the rows of a sample.</summary>
    public void AddReaders(Dictionary<string, ReaderRow> rows, OverviewSample? before, TimeSpan? elapsed)
    {
        var (changes, transitions) = (feed.Bounds.Latest, alarms.Bounds.Latest);
        foreach (var reader in running.All)
        {
            var latest = reader.Reading.Kind == ReaderKind.Changes ? changes : transitions;
            rows[reader.Id] = LogReaderRow.Of(reader, latest, before?.Readers.GetValueOrDefault(reader.Id), elapsed);
        }
    }

    /// <summary>Null at a gateway that signs no tokens.</summary>
    public OverviewKeys? Keys()
    {
        if (!keys.IsLoaded)
        {
            return null;
        }

        var now = new OverviewKeys { ActiveKeyId = keys.Active.Key.KeyId, ActiveSince = keys.ActiveSince.UtcDateTime, Accepted = keys.ValidationKeys.Count };
        return _keys = now == _keys ? _keys : now;
    }
}
