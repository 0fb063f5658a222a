using Gateway.Web.Streams.Feed.Journal;
using Gateway.Web.Streams.Feed.Reading;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// The journal as its single writer uses it: changes are numbered and appended in one commit, and only then published, so that the
/// journal, the numbers and the readers all have the same order.
/// </summary>
internal sealed class FeedCommitter(
    FeedJournal journal, FeedDistributor distributor, ConfigurationWatch configuration, FeedMetrics metrics, ILogger<FeedWriter> logger)
{
    /// <summary>Whether the journal has more than it may keep.</summary>
    public bool IsOverfull => journal.IsOverfull();

    /// <summary>Opens the journal, or opens it again. One that is damaged is moved aside, and another epoch begins.</summary>
    /// <param name="waiting">Gets the changes that the journal itself gives rise to: what was lost with it, and another configuration.</param>
    /// <param name="now">The time of these changes.</param>
    public void Open(List<PendingChange> waiting, DateTimeOffset now)
    {
        var opening = journal.Open();
        if (opening.Lost is { } lost)
        {
            waiting.Insert(0, new PendingChange(lost.Last, FeedHole.Of(lost).ToEntry()));
        }

        if (configuration.Compare(journal) is { } change)
        {
            waiting.Add(new PendingChange(now, change));
        }

        metrics.Pruned(journal.Prune());
        distributor.Begin(opening.Epoch, journal.Extent.Oldest, journal.Extent.Latest);
    }

    /// <summary>Writes the changes in one commit, and publishes them.</summary>
    public void Commit(List<PendingChange> changes)
    {
        var latest = journal.Extent.Latest;
        var rows = new FeedRow[changes.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = FeedRowMapping.ToRow(changes[i], latest + i + 1);
        }

        journal.Append(rows);
        metrics.Committed(rows.Length);
        distributor.Publish(FeedRowMapping.ToBatch(rows));
    }

    /// <summary>Deletes what is no longer retained.</summary>
    public void Prune()
    {
        var pruned = journal.Prune();
        if (pruned > 0)
        {
            metrics.Pruned(pruned);
            distributor.Pruned(journal.Extent.Oldest);
            FeedLog.Pruned(logger, pruned, journal.Extent.Oldest);
        }
    }

    /// <returns>False when the disk failed.</returns>
    public bool TryClose()
    {
        try
        {
            journal.CloseInOrder();
            return true;
        }
        catch (Exception error)
        {
            FeedLog.WriteFailed(logger, FeedStatus.Failing, error);
            return false;
        }
    }

    /// <summary>Gives up the journal, and the changes that could not be written.</summary>
    public void Abandon(int changes)
    {
        FeedLog.LostAtStop(logger, changes);
        journal.Dispose();
    }
}
