using Gateway.Errors;

namespace Gateway.Web.Streams.Log;

/// <summary>
/// Hands the committed entries of a durable log to every live reader, and lets slower readers read the kept part until they have caught
/// up. One lock guards the log's bounds and its readers, so that nothing is lost or repeated between what a reader takes from the kept
/// part and what it is fed afterwards. Publishing never waits for a reader.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="name">What the log is called in messages, such as "feed".</param>
internal abstract class DurableLogDistributor<TReader, TBatch, TItem>(TimeProvider time, string name)
    where TReader : DurableLogReader<TBatch, TItem>
    where TBatch : class, INumberedBatch
    where TItem : class
{
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LogBounds _bounds = new("", 1, 0);
    private GatewayException? _end;

    private string Unavailable => $"The {name} cannot be read at the moment; resume a little later.";

    public LogBounds Bounds
    {
        get
        {
            lock (Gate)
            {
                return _bounds;
            }
        }
    }

    /// <summary>Number of streams that read the log.</summary>
    public int ReaderCount
    {
        get
        {
            lock (Gate)
            {
                return Readers.All.Count;
            }
        }
    }

    protected TimeProvider Time => time;

    /// <summary>Guards the bounds, the readers, and what a log derives of its entries.</summary>
    protected Lock Gate { get; } = new();

    protected LogReaders<TReader, TBatch> Readers { get; } = new();

    /// <summary>Completes when the log is open.</summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    public async Task WaitUntilOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _begun.Task.WaitAsync(OpeningPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new GatewayException(GatewayErrorCode.FeedUnavailable, Unavailable, 1_000);
        }
    }

    /// <summary>Called when retention has deleted everything before a sequence.</summary>
    public void Pruned(long oldest)
    {
        lock (Gate)
        {
            _bounds = _bounds with { Oldest = oldest };
        }
    }

    /// <summary>Ends every stream at once. Streams that begin later end the same way.</summary>
    public void End(GatewayException error)
    {
        lock (Gate)
        {
            _end = error;
            foreach (var reader in Readers.All)
            {
                reader.Channel.Abort(error);
            }
        }
    }

    /// <summary>Regular upkeep: lets streams without traffic report their position.</summary>
    public void Tick()
    {
        TReader[] all;
        lock (Gate)
        {
            all = [.. Readers.All];
        }

        foreach (var reader in all)
        {
            reader.Tick();
        }
    }

    /// <summary>
    /// Reads published entries after a sequence from the kept part; null when there are none, or none of this epoch any more. If the
    /// first one is not the next sequence, the entries between are no longer retained.
    /// </summary>
    /// <exception cref="GatewayException"><c>FeedUnavailable</c>.</exception>
    public TBatch? Read(string epoch, long after, int limit)
    {
        var bounds = Bounds;
        if (bounds.Epoch != epoch)
        {
            return null;
        }

        try
        {
            var batch = ReadKept(after, bounds.Latest, limit);
            return Bounds.Epoch == epoch ? batch : null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            if (Bounds.Epoch != epoch)
            {
                return null;
            }

            OnReadFailed(error);
            throw new GatewayException(GatewayErrorCode.FeedUnavailable, Unavailable, 1_000);
        }
    }

    /// <summary>Feeds a reader from now on if it has read everything of this epoch.</summary>
    internal void TryTurnLive(TReader reader, string epoch, long cursor)
    {
        lock (Gate)
        {
            if (_bounds.Epoch == epoch && cursor >= _bounds.Latest)
            {
                Readers.TurnLive(reader);
            }
        }
    }

    /// <summary>The log was opened, or opened again under another epoch, which makes running readers start over. Under the lock.</summary>
    protected void Begin(LogBounds bounds)
    {
        _bounds = bounds;
        foreach (var reader in Readers.All)
        {
            reader.Channel.Wake();
        }

        _begun.TrySetResult();
    }

    /// <summary>Hands a committed batch to every live reader. Under the lock.</summary>
    /// <returns>The readers that were too slow; null when there are none.</returns>
    protected List<TReader>? Hand(TBatch batch)
    {
        _bounds = _bounds with { Latest = batch.Last };
        return Readers.Publish(batch);
    }

    /// <summary>Checks the number of readers. Under the lock, before <see cref="Add"/>.</summary>
    /// <exception cref="GatewayException"><c>TooManySubscribers</c>.</exception>
    protected void DemandPlace(int limit)
    {
        if (Readers.All.Count >= limit)
        {
            throw new GatewayException(
                GatewayErrorCode.TooManySubscribers, $"The {name} already has {limit} readers, which is the limit; wait until one leaves.", 5_000);
        }
    }

    /// <summary>Registers a reader that knows where it begins. Under the lock.</summary>
    protected void Add(TReader reader, bool live)
    {
        Readers.Add(reader, live);
        if (_end is { } end)
        {
            reader.Channel.Abort(end);
        }
    }

    /// <summary>Stops feeding a reader that starts over, and empties its channel. Under the lock.</summary>
    protected LogBounds SetBack(TReader reader)
    {
        if (Readers.Remove(reader))
        {
            Readers.Add(reader, live: false);
        }

        reader.Channel.TakeBatches(new Queue<TBatch>());
        return _bounds;
    }

    /// <summary>At most so many entries after a sequence and up to another; null when there are none. Any thread, without the lock.</summary>
    protected abstract TBatch? ReadKept(long after, long through, int limit);

    protected abstract void OnReadFailed(Exception error);
}
