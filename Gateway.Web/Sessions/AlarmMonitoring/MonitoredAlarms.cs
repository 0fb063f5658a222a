using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Journal;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// The alarms of one run of the monitor: what is known of them, when that is enough to judge them, and their way into the log. Used on the
/// monitor's loop only.
/// </summary>
internal sealed class MonitoredAlarms(AlarmBook book, AlarmLog log, MonitorStatus status, AlarmMonitorOptions options, TimeProvider time)
{
    private static readonly TimeSpan PositionInterval = TimeSpan.FromSeconds(5);

    private AlarmPosition? _committed;
    private long _committedAt;
    private long _awaitedFrom;
    private bool _settled;
    private IReadOnlyList<string> _silent = [];

    public AlarmBook Book => book;

    /// <summary>The sequence up to which events of a session are in the log; null when the log's last position is of another session.</summary>
    public long? PositionIn(string sessionId, string epoch) =>
        log.Recall().Position is { } position && position.SessionId == sessionId && position.Epoch == epoch ? position.Sequence : null;

    /// <summary>These alarms are to be watched: others are removed, unless their object has not answered, and the difference is told.</summary>
    public void Replace(FoundRoots found)
    {
        _silent = found.Silent;
        var wanted = found.Roots.Select(root => root.Reference).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var gone = book.Tracks.Select(track => track.Alarm.Reference).Where(reference => !wanted.Contains(reference) && !found.IsOfSilent(reference)).ToArray();
        Array.ForEach(gone, book.Remove);
        status.Watches(wanted.Count, added: wanted.Count(reference => book.Find(reference) is null), gone.Length);
    }

    /// <summary>Events were missed, or the session is another one: the alarms stay as they were until first values have arrived again.</summary>
    public void Forget()
    {
        book.Forget();
        AwaitFirstValues();
    }

    /// <summary>All alarms are advised: their first values are awaited for a limited time from now on.</summary>
    public void AwaitFirstValues() => (_settled, _awaitedFrom) = (false, time.GetTimestamp());

    /// <summary>Judges the alarms by what has arrived, when all first values are there or the time for them is over.</summary>
    public void Settle()
    {
        if (_settled || !(book.Tracks.All(track => track.Settled) || time.GetElapsedTime(_awaitedFrom).TotalSeconds >= options.FirstValueSeconds))
        {
            return;
        }

        _settled = true;
        foreach (var track in book.Tracks.Where(track => !track.Settled).ToArray())
        {
            book.Settle(track.Alarm.Reference);
        }
    }

    /// <summary>Commits what has changed, and the position up to which events are applied, and then tells how the monitor stands.</summary>
    /// <returns>The committed transitions.</returns>
    /// <exception cref="GatewayException"><c>StoreUnavailable</c>: the log was lost.</exception>
    public async Task<IReadOnlyList<AlarmTransition>> CommitAsync(AlarmPosition position, CancellationToken cancellationToken)
    {
        var commit = book.Take(position);
        var isDue = commit.Records.Count + commit.Tracks.Count + commit.Removed.Count > 0
            || (position != _committed && time.GetElapsedTime(_committedAt) >= PositionInterval);
        if (isDue)
        {
            await WriteAsync(commit, cancellationToken);
            (_committed, _committedAt) = (position, time.GetTimestamp());
        }

        if (_settled)
        {
            status.Watching(options.PartialPercent, _silent);
        }

        return commit.Records.Count == 0 ? [] : [.. commit.Records.Select(record => record.Transition)];
    }

    private async Task WriteAsync(AlarmCommit commit, CancellationToken cancellationToken)
    {
        while (!log.TryCommit(book.Epoch, commit))
        {
            if (log.Recall().Epoch != book.Epoch)
            {
                throw new GatewayException(GatewayErrorCode.StoreUnavailable, "The log of alarms was lost; its alarms are read again.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(options.ReopenMs), time, cancellationToken);
        }
    }
}
