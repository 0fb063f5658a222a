using Gateway.Errors;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>
/// The events of a session of another node. They are read from the log when the first reader asks, from the oldest that the log has, and
/// kept for some time after the last reader has left. May be used on any thread.
/// </summary>
internal sealed class SessionReplica(string sessionId, EventDistributor distributor, IReplicaObserver observer, EdgeParts parts)
{
    /// <summary>Limit of a whole answer of an owner, in units of <see cref="ClusterOptions.Answer"/>.</summary>
    private const int LongestAnswer = 4;

    private static readonly GatewayException Rests = new(GatewayErrorCode.WorkerUnavailable, "The events of the session are fetched anew; resume.", 100);

    private readonly Lock _gate = new();
    private ReplicaRun? _run;
    private long _lastUsed;
    private bool _ended;

    /// <summary>The numbering that the directory names; empty when it names none.</summary>
    public string Epoch { get; set; } = "";

    /// <summary>The instance of the owner's store.</summary>
    public string Instance { get; set; } = "";

    public string Site => parts.Options.Site;

    /// <summary>Whether readers can begin.</summary>
    public bool IsLoaded => Volatile.Read(ref _run)?.Loaded.IsCompletedSuccessfully ?? false;

    /// <summary>Messages of the log that were not taken when the last one was.</summary>
    public ulong Pending => Volatile.Read(ref _run)?.Pending ?? 0;

    /// <summary>Completes when the log has told the end of the session; at once when its events are not read.</summary>
    public Task Final => Volatile.Read(ref _run)?.Final ?? Task.CompletedTask;

    /// <summary>Begins to read, and waits until everything that the log has now is there.</summary>
    /// <exception cref="GatewayException"><c>SessionNotReady</c>: it is not there in time.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Task loaded;
        lock (_gate)
        {
            loaded = Begin().Loaded;
        }

        try
        {
            await loaded.WaitAsync(parts.Options.Answer, parts.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw NotReady();
        }
    }

    /// <summary>Registers a reader; nothing is dropped meanwhile.</summary>
    /// <exception cref="GatewayException"><c>SessionNotReady</c>: the events are being fetched.</exception>
    public Subscription WhileLoaded(Func<Subscription> subscribe)
    {
        lock (_gate)
        {
            return Begin().Loaded.IsCompletedSuccessfully ? subscribe() : throw NotReady();
        }
    }

    /// <summary>Drops the events when nobody has read them for the time that is set.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            if (_run is null)
            {
                return;
            }

            if (distributor.Sample().Readers.Count > 0)
            {
                _lastUsed = parts.Time.GetTimestamp();
            }
            else if (parts.Time.GetElapsedTime(_lastUsed) > parts.Options.Keep)
            {
                Stop();
                distributor.Restart(Epoch, 0, Rests);
            }
        }
    }

    /// <summary>Stops reading for good. The events stay for readers that still have to read them.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Stop();
        }
    }

    private static GatewayException NotReady() => new(GatewayErrorCode.SessionNotReady, "The events of the session are being fetched from the log of its site.", 250);

    private ReplicaRun Begin()
    {
        _lastUsed = parts.Time.GetTimestamp();
        if (_run is null)
        {
            if (_ended)
            {
                throw new GatewayException(GatewayErrorCode.SessionClosed, "The session is closed.");
            }

            var run = new ReplicaRun();
            _run = run;
            parts.Metrics.Began(this);
            _ = ReadAsync(run);
        }

        return _run;
    }

    private void Stop()
    {
        _run?.Stop();
        _run = null;
        parts.Metrics.Rests(this);
    }

    private async Task ReadAsync(ReplicaRun run)
    {
        // The caller has the lock.
        await Task.Yield();
        var stopped = run.Stopped;
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                var link = await parts.Gate.WaitAsync(stopped);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(stopped, link.Lost);
                await ReadAsync(run, run.Feed ??= new SubjectFeed(sessionId, distributor, parts.Report, parts.Time), link, both.Token);
            }
            catch (OperationCanceledException)
            {
                // The connection is lost, or nobody reads any more.
            }
            catch (Exception error)
            {
                parts.Report.ReadFailed(sessionId, error.Message);
                await Task.Delay(parts.Options.Retry, parts.Time, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ReadAsync(ReplicaRun run, SubjectFeed feed, SiteLink link, CancellationToken cancellationToken)
    {
        // What was asked over a connection that is lost has no answer.
        run.HasAsked = false;
        if (run.Next > 0 && !await link.Log.HasPassedAsync(run.Next - 1, cancellationToken))
        {
            // The stream was made anew, so that its messages are numbered anew. Events that are known are passed over.
            run.Next = 0;
        }

        var end = await link.Log.ReadEndAsync(sessionId, cancellationToken);
        await SkipAsync(run, feed, link, end, cancellationToken);
        if (end.Revision < Math.Max(run.Next, 1) && !await ReachAsync(run, feed, link, cancellationToken))
        {
            return;
        }

        await foreach (var message in link.Source.ReadAsync(sessionId, run.Next, cancellationToken))
        {
            var stored = feed.Read(message);
            if (stored is not null && feed.HoleBefore(stored) is { } hole)
            {
                await AskOwnerAsync(run, feed, link, hole, cancellationToken);
            }

            if (!Take(run, feed, message, stored))
            {
                return;
            }

            if (run.Loaded.IsCompleted)
            {
                Tell(run, feed);
            }
            else if ((message.Revision >= end.Revision || message.Pending == 0) && !await ReachAsync(run, feed, link, cancellationToken))
            {
                return;
            }
        }
    }

    // What history would evict at once is not read. The owner knows the items and the latest values of it.
    private async Task SkipAsync(ReplicaRun run, SubjectFeed feed, SiteLink link, LogPlace end, CancellationToken cancellationToken)
    {
        var after = end.Last - distributor.KeptEvents;
        if (run.MaySkip && !feed.HasBegun && after > 0 && end.Epoch is { } epoch)
        {
            run.SkipTo(await link.Log.FindAsync(sessionId, end, after, cancellationToken));
            lock (_gate)
            {
                if (_run == run)
                {
                    feed.Begin(epoch, after);
                }
            }
        }
    }

    private bool Take(ReplicaRun run, SubjectFeed feed, SubjectMessage message, StoredMessage? stored)
    {
        lock (_gate)
        {
            if (_run != run)
            {
                return false;
            }

            if (stored is not null)
            {
                feed.Take(stored);
            }

            run.Next = message.Revision + 1;
            run.Pending = message.Pending;
            return true;
        }
    }

    // Everything is there that the log had when reading began. States before this moment are history.
    // False when reading must begin anew, or has ended.
    private async Task<bool> ReachAsync(ReplicaRun run, SubjectFeed feed, SiteLink link, CancellationToken cancellationToken)
    {
        if (run.Loaded.IsCompleted)
        {
            return true;
        }

        if (!feed.IsWhole && !run.HasAsked)
        {
            await AskOwnerAsync(run, feed, link, feed.HasBegun ? null : LogHole.Everything, cancellationToken);
        }

        if (!feed.IsWhole && run.HasSkipped)
        {
            run.ReadAll();
            return false;
        }

        lock (_gate)
        {
            if (_run != run)
            {
                return false;
            }

            if (!feed.HasBegun)
            {
                feed.Begin(Epoch, 0);
            }
        }

        run.Told = feed.State;
        observer.OnRestored(feed.State);
        run.MarkLoaded();
        observer.OnLoaded();
        Finish(run);
        return true;
    }

    private async Task AskOwnerAsync(ReplicaRun run, SubjectFeed feed, SiteLink link, LogHole? hole, CancellationToken cancellationToken)
    {
        run.HasAsked = true;
        using var limit = new CancellationTokenSource(LongestAnswer * parts.Options.Answer, parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // A part of the time that a reader waits.
            await foreach (var answer in link.Requests.AskAsync(Instance, SnapshotRequest.For(sessionId, hole), parts.Options.Answer / 2, either.Token))
            {
                lock (_gate)
                {
                    if (_run != run || feed.TakeAnswer(answer))
                    {
                        parts.Metrics.Asked(isAnswered: _run == run);
                        return;
                    }
                }
            }

            Unanswered("the answer ended too early.");
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Unanswered(limit.IsCancellationRequested ? "the answer took too long." : error.Message);
        }
    }

    private void Unanswered(string reason)
    {
        parts.Metrics.Asked(isAnswered: false);
        parts.Report.Unanswered(sessionId, reason);
    }

    private void Tell(ReplicaRun run, SubjectFeed feed)
    {
        if (feed.State is { } state && !ReferenceEquals(run.Told, state))
        {
            run.Told = state;
            observer.OnState(state);
            Finish(run);
        }
    }

    private static void Finish(ReplicaRun run)
    {
        if (run.Told is { IsFinal: true })
        {
            run.MarkFinal();
        }
    }
}
