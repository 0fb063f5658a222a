using Gateway.Web.Streams.Log.Journal;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// The single writer of the feed. It commits the waiting changes. Changes that cannot be written are kept and tried again.
/// </summary>
internal sealed class FeedWriter(FeedInbox inbox, FeedCommitter committer, FeedState state, IOptions<FeedOptions> options, TimeProvider time) : BackgroundService
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

            state.Become(FeedStatus.Running);
            return true;
        }
        catch (Exception error)
        {
            // A damaged journal is opened again, which moves it aside.
            _open &= !JournalFaults.IsDamage(error);
            state.Become(JournalFaults.IsFull(error) ? FeedStatus.Full : FeedStatus.Failing, error);
            return false;
        }
    }

    /// <summary>Writes the remaining changes. There is no second try, because the gateway is stopping.</summary>
    internal void Finish()
    {
        if (TryPass() && committer.TryClose())
        {
            return;
        }

        inbox.Take(_waiting, int.MaxValue);
        committer.Abandon(_waiting.Count);
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
        committer.Open(_waiting, time.GetUtcNow());
        _open = true;
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

            committer.Commit(_waiting);
            _waiting.Clear();
            if (committer.IsOverfull)
            {
                Prune();
            }
        }
    }

    private void Prune()
    {
        committer.Prune();
        _retentionDue = false;
    }
}
