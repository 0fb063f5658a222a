using Gateway.Web.Streams.Alarms.Journal;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Streams.Log;
using Gateway.Web.Streams.Log.Journal;

namespace Gateway.Web.Streams.Alarms;

/// <summary>
/// The log of transitions as its single writer uses it: what is committed is published afterwards, so that the file, the numbers and the
/// readers all have the same order. Calls are serialised.
/// </summary>
internal sealed class AlarmLog(AlarmJournal journal, AlarmDistributor distributor, AlarmMetrics metrics, ILogger<AlarmLog> logger)
{
    private readonly Lock _gate = new();
    private bool _open;
    private volatile bool _failing;

    /// <summary>Whether the last write succeeded.</summary>
    public bool IsWritable => _open && !_failing;

    /// <summary>Opens the log if it is not open. A log that cannot be used is moved aside, and another epoch begins.</summary>
    /// <returns>False when the disk failed and it should be tried again a little later.</returns>
    public bool TryOpen()
    {
        lock (_gate)
        {
            return _open || Try(Open);
        }
    }

    /// <summary>The alarms as they were committed, the position that they came from, and the epoch of the numbering.</summary>
    public (string Epoch, long Latest, IReadOnlyList<AlarmTrack> Tracks, AlarmPosition? Position) Recall()
    {
        lock (_gate)
        {
            return (journal.Epoch, journal.Extent.Latest, journal.ReadTracks(), journal.ReadPosition());
        }
    }

    /// <summary>Writes a commit and publishes its transitions.</summary>
    /// <param name="epoch">The epoch in which they are numbered.</param>
    /// <param name="commit">What to write.</param>
    /// <returns>
    /// False when nothing was published: try the same again a little later, unless the epoch is another one by now.
    /// </returns>
    public bool TryCommit(string epoch, AlarmCommit commit)
    {
        lock (_gate)
        {
            if (!TryOpen() || journal.Epoch != epoch || !Try(() => Commit(commit)))
            {
                return false;
            }

            if (journal.IsOverfull())
            {
                // What is committed stays committed, even if this fails.
                Try(PruneNow);
            }

            return true;
        }
    }

    /// <summary>Deletes what is no longer retained.</summary>
    public void Prune()
    {
        lock (_gate)
        {
            if (_open)
            {
                Try(PruneNow);
            }
        }
    }

    /// <summary>Closes the log in order; nothing is written afterwards.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_open)
            {
                Try(journal.CloseInOrder);
                _open = false;
            }
        }
    }

    private void Open()
    {
        var opening = journal.Open();
        journal.Prune();
        _open = true;
        // What had no transition yet was never told to a reader.
        distributor.Begin(
            new LogBounds(opening.Epoch, journal.Extent.Oldest, journal.Extent.Latest),
            journal.ReadTracks().Select(track => track.Alarm).Where(alarm => alarm.Sequence > 0));
    }

    private void Commit(AlarmCommit commit)
    {
        journal.Commit(commit);
        if (commit.Records.Count > 0)
        {
            var batch = new AlarmBatch(commit.Records);
            distributor.Publish(batch);
            metrics.Committed(batch);
        }
    }

    private void PruneNow()
    {
        var pruned = journal.Prune();
        if (pruned > 0)
        {
            distributor.Pruned(journal.Extent.Oldest);
            AlarmDiagnosticsLog.Pruned(logger, pruned, journal.Extent.Oldest);
        }
    }

    // One line when the failure begins, and one when it ends.
    private bool Try(Action action)
    {
        try
        {
            action();
            if (_failing)
            {
                _failing = false;
                AlarmDiagnosticsLog.WriteRecovered(logger);
            }

            return true;
        }
        catch (Exception error)
        {
            // A damaged log is opened again, which moves it aside.
            _open &= !JournalFaults.IsDamage(error);
            if (!_failing)
            {
                _failing = true;
                AlarmDiagnosticsLog.WriteFailed(logger, error);
            }

            return false;
        }
    }
}
