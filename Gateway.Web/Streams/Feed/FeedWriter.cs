using Gateway.Web.Streams.Feed.Journal;
using Gateway.Web.Streams.Feed.Reading;
using Gateway.Web.Streams.Log.Journal;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// The single writer of the journal. It numbers the waiting changes, appends them in one commit, and only then publishes them, so that
/// the journal, the numbers and the readers all have the same order. Changes that cannot be written are kept and tried again.
/// </summary>
internal sealed class FeedWriter(
    FeedInbox inbox, FeedJournal journal, FeedDistributor distributor, FeedState state, ConfigurationWatch configuration, IOptions<FeedOptions> options,
    FeedMetrics metrics, TimeProvider time, ILogger<FeedWriter> logger) : BackgroundService
{
    private readonly List<PendingChange> _waiting = [];
    private bool _open;
    private bool _retentionDue;

    /// <summary>
    /// One pass without waiting: opens the journal if necessary, writes the waiting changes, and does whatever else is due.
    /// </summary>
    /// <returns>False when something failed and should be tried again a little later.</returns>
    internal bool TryPass()
    {
        try
        {
            if (!_open || inbox.TakeCheckRequest())
            {
                Open();
            }

            WriteWaiting();
            _retentionDue |= inbox.TakeRetentionRequest();
            if (_retentionDue)
            {
                Prune();
            }

            Become(FeedStatus.Running, null);
            return true;
        }
        catch (Exception error)
        {
            // A damaged journal is opened again, which moves it aside.
            _open &= !JournalFaults.IsDamage(error);
            Become(JournalFaults.IsFull(error) ? FeedStatus.Full : FeedStatus.Failing, error);
            return false;
        }
    }

    /// <summary>Writes the remaining changes. There is no second try, because the gateway is stopping.</summary>
    internal void Finish()
    {
        if (TryPass() && TryClose())
        {
            return;
        }

        inbox.Take(_waiting, int.MaxValue);
        FeedLog.LostAtStop(logger, _waiting.Count);
        journal.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var waking = stoppingToken.UnsafeRegister(static inbox => ((FeedInbox)inbox!).Wake(), inbox);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (TryPass())
            {
                await inbox.WaitAsync();
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(options.Value.RetryMs), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Finish();
    }

    private void Open()
    {
        _open = false;
        var opening = journal.Open();
        _open = true;
        if (opening.Lost is { } lost)
        {
            _waiting.Insert(0, new PendingChange(lost.Last, FeedHole.Of(lost).ToEntry()));
        }

        if (configuration.Compare(journal) is { } change)
        {
            _waiting.Add(new PendingChange(time.GetUtcNow(), change));
        }

        metrics.Pruned(journal.Prune());
        distributor.Begin(opening.Epoch, journal.Extent.Oldest, journal.Extent.Latest);
    }

    private void WriteWaiting()
    {
        while (true)
        {
            inbox.Take(_waiting, options.Value.CommitChanges);
            if (_waiting.Count == 0)
            {
                return;
            }

            Write();
            _waiting.Clear();
            if (journal.IsOverfull())
            {
                Prune();
            }
        }
    }

    private void Write()
    {
        var latest = journal.Extent.Latest;
        var rows = new FeedRow[_waiting.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = FeedRowMapping.ToRow(_waiting[i], latest + i + 1);
        }

        journal.Append(rows);
        metrics.Committed(rows.Length);
        distributor.Publish(FeedRowMapping.ToBatch(rows));
    }

    private void Prune()
    {
        var pruned = journal.Prune();
        _retentionDue = false;
        if (pruned > 0)
        {
            metrics.Pruned(pruned);
            distributor.Pruned(journal.Extent.Oldest);
            FeedLog.Pruned(logger, pruned, journal.Extent.Oldest);
        }
    }

    private bool TryClose()
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

    // One line when the failure begins, and one when it ends.
    private void Become(FeedStatus status, Exception? error)
    {
        var before = state.Current;
        if (!state.Become(status))
        {
            return;
        }

        if (error is not null)
        {
            FeedLog.WriteFailed(logger, status, error);
        }
        else if (before is FeedStatus.Full or FeedStatus.Failing)
        {
            FeedLog.WriteRecovered(logger);
        }
    }
}
