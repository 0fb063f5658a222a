using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Feed.Journal;
using Gateway.Web.Streams.Log;
using Gateway.Web.Streams.Log.Journal;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>
/// Hands committed changes to every live reader, and lets slower readers read the journal until they have caught up. One lock guards
/// the feed's bounds and its readers, so that nothing is lost or repeated between what a reader takes from the journal and what it is
/// fed afterwards. Publishing never waits for a reader.
/// </summary>
internal sealed class FeedDistributor(FeedJournal journal, FeedInbox inbox, IOptions<FeedOptions> options, FeedMetrics metrics, TimeProvider time, ILogger<FeedDistributor> logger)
{
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly LogReaders<FeedReader, FeedBatch> _readers = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FeedBounds _bounds = new("", 1, 0);
    private GatewayException? _end;

    public FeedBounds Bounds
    {
        get
        {
            lock (_gate)
            {
                return _bounds;
            }
        }
    }

    /// <summary>Completes when the journal is open.</summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    public async Task WaitUntilOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _begun.Task.WaitAsync(OpeningPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Unavailable();
        }
    }

    /// <summary>
    /// Called when the journal was opened, or opened again under another epoch, which makes running readers start over.
    /// </summary>
    public void Begin(string epoch, long oldest, long latest)
    {
        lock (_gate)
        {
            _bounds = new FeedBounds(epoch, oldest, latest);
            foreach (var reader in _readers.All)
            {
                reader.Channel.Wake();
            }
        }

        _begun.TrySetResult();
    }

    /// <summary>Publishes committed changes to every live reader.</summary>
    public void Publish(FeedBatch batch)
    {
        List<FeedReader>? slow;
        lock (_gate)
        {
            _bounds = _bounds with { Latest = batch.Last };
            slow = _readers.Publish(batch);
        }

        metrics.SlowReaders(slow?.Count ?? 0);
    }

    /// <summary>Called when retention has deleted all changes before a sequence.</summary>
    public void Pruned(long oldest)
    {
        lock (_gate)
        {
            _bounds = _bounds with { Oldest = oldest };
        }
    }

    /// <summary>Registers a reader and decides where it begins, under one lock.</summary>
    /// <exception cref="GatewayException"><c>TooManySubscribers</c>.</exception>
    public FeedReader Subscribe(FeedResumePoint position, FeedFilter filter, Caller caller)
    {
        var reader = new FeedReader(this, filter, caller, options.Value, time);
        lock (_gate)
        {
            if (_readers.All.Count >= options.Value.MaxReaders)
            {
                throw new GatewayException(
                    GatewayErrorCode.TooManySubscribers, $"The feed already has {options.Value.MaxReaders} readers, which is the limit; wait until one leaves.", 5_000);
            }

            var start = FeedStart.Of(position, _bounds);
            var live = start.Cursor == _bounds.Latest;
            reader.Begin(start, position.After ?? start.Cursor, _bounds, live);
            _readers.Add(reader, live);
            if (_end is { } end)
            {
                reader.Channel.Abort(end);
            }
        }

        metrics.ReaderStarted();
        return reader;
    }

    /// <summary>Ends every stream at once. Streams that begin later end the same way.</summary>
    public void End(GatewayException error)
    {
        lock (_gate)
        {
            _end = error;
            foreach (var reader in _readers.All)
            {
                reader.Channel.Abort(error);
            }
        }
    }

    /// <summary>Regular upkeep: lets streams without traffic report their position.</summary>
    public void Tick()
    {
        FeedReader[] all;
        lock (_gate)
        {
            all = [.. _readers.All];
        }

        foreach (var reader in all)
        {
            reader.Tick();
        }
    }

    /// <summary>
    /// Reads published changes after a sequence from the journal; null when there are none, or none of this epoch any more. If the
    /// first one is not the next sequence, the changes between are no longer retained.
    /// </summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    public FeedBatch? Read(string epoch, long after, int limit)
    {
        var bounds = Bounds;
        if (bounds.Epoch != epoch)
        {
            return null;
        }

        try
        {
            var rows = journal.Read(after, bounds.Latest, limit);
            return rows.Count == 0 || Bounds.Epoch != epoch ? null : FeedRowMapping.ToBatch(rows);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            if (Bounds.Epoch != epoch)
            {
                return null;
            }

            FeedLog.ReadFailed(logger, error);
            if (JournalFaults.IsDamage(error))
            {
                inbox.RequestCheck();
            }

            throw Unavailable();
        }
    }

    /// <summary>Feeds a reader from now on if it has read everything of this epoch.</summary>
    internal void TryTurnLive(FeedReader reader, string epoch, long cursor)
    {
        lock (_gate)
        {
            if (_bounds.Epoch == epoch && cursor >= _bounds.Latest)
            {
                _readers.TurnLive(reader);
            }
        }
    }

    /// <summary>Stops feeding a reader, empties its channel, and returns the current bounds of the feed.</summary>
    internal FeedBounds Rejoin(FeedReader reader)
    {
        lock (_gate)
        {
            if (_readers.Remove(reader))
            {
                _readers.Add(reader, live: false);
            }

            reader.Channel.TakeBatches(new Queue<FeedBatch>());
            return _bounds;
        }
    }

    internal void Remove(FeedReader reader)
    {
        lock (_gate)
        {
            if (!_readers.Remove(reader))
            {
                return;
            }
        }

        metrics.ReaderEnded();
    }

    internal void CountReset(Contracts.FeedResetReason reason) => metrics.Reset(reason);

    private static GatewayException Unavailable() => new(
        GatewayErrorCode.FeedUnavailable, "The feed's journal cannot be read at the moment; resume a little later.", 1_000);
}
