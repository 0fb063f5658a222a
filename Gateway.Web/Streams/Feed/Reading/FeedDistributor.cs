using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Feed.Journal;
using Gateway.Web.Streams.Log;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>
/// Hands committed changes to every live reader, and lets those that are behind read the journal until they have caught up. One
/// lock covers the feed's bounds and its readers, so "what the journal holds up to here" and "everything published from here on"
/// always join without a hole. Publishing never waits for a reader.
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

    /// <summary>The journal is open, or open anew under another epoch: running readers start over.</summary>
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

    /// <summary>Takes what was committed and hands it to every live reader.</summary>
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

    /// <summary>Retention took everything before a sequence.</summary>
    public void Pruned(long oldest)
    {
        lock (_gate)
        {
            _bounds = _bounds with { Oldest = oldest };
        }
    }

    /// <summary>Registers a reader and decides where it begins, in one step.</summary>
    /// <exception cref="GatewayException"><c>TooManySubscribers</c>.</exception>
    public FeedReader Subscribe(FeedResumePoint position, FeedFilter filter, Caller caller)
    {
        var reader = new FeedReader(this, filter, caller, options.Value, time);
        lock (_gate)
        {
            if (_readers.All.Count >= options.Value.MaxReaders)
            {
                throw new GatewayException(
                    GatewayErrorCode.TooManySubscribers, $"The feed has its {options.Value.MaxReaders} readers; wait until one leaves.", 5_000);
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

    /// <summary>Ends every stream at once; later ones end the same way.</summary>
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

    /// <summary>Regular upkeep: lets quiet streams say where they stand.</summary>
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
    /// Published changes after a sequence, from the journal; null when there are none, or none of this epoch any more. The first
    /// may lie beyond the next sequence: what was between is no longer retained.
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
            if (FeedFaults.IsDamage(error))
            {
                inbox.RequestCheck();
            }

            throw Unavailable();
        }
    }

    /// <summary>Feeds a reader from now on if it has all there is of this epoch.</summary>
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

    /// <summary>Takes a reader out of the live ones, empties its channel, and tells where the feed stands.</summary>
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
