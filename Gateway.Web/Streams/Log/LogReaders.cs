namespace Gateway.Web.Streams.Log;

/// <summary>
/// The readers of a numbered log, and which of them are live. Not synchronised: the lock that guards the log guards this too. So
/// nothing is lost or repeated between what a reader reads by itself and what it is fed afterwards.
/// </summary>
internal sealed class LogReaders<TReader, TBatch>
    where TReader : class, ILogReader<TBatch>
    where TBatch : class, INumberedBatch
{
    private readonly List<TReader> _all = [];
    private readonly List<TReader> _live = [];

    public IReadOnlyList<TReader> All => _all;

    public void Add(TReader reader, bool live)
    {
        _all.Add(reader);
        if (live)
        {
            _live.Add(reader);
        }
    }

    /// <summary>Removes a reader; false when it was not registered.</summary>
    public bool Remove(TReader reader)
    {
        _live.Remove(reader);
        return _all.Remove(reader);
    }

    /// <summary>Makes a reader live that has caught up. Does nothing if the reader has left meanwhile.</summary>
    public void TurnLive(TReader reader)
    {
        reader.TurnLive();
        if (_all.Contains(reader))
        {
            _live.Add(reader);
        }
    }

    /// <summary>Stops handing batches to a live reader until <see cref="Resume"/>; false when it is not live.</summary>
    public bool SetAside(TReader reader) => _live.Remove(reader);

    /// <summary>Hands batches to a reader again that was set aside.</summary>
    public void Resume(TReader reader) => _live.Add(reader);

    /// <summary>Hands a batch to every live reader. Each gets a reference, not a copy; the call never waits.</summary>
    /// <returns>The readers that were too slow and catch up from now on; null when there are none.</returns>
    public List<TReader>? Publish(TBatch batch)
    {
        List<TReader>? slow = null;
        for (var i = _live.Count - 1; i >= 0; i--)
        {
            var reader = _live[i];
            if (!reader.TryEnqueue(batch))
            {
                // The order of the live readers does not matter, and many may leave at once.
                _live[i] = _live[^1];
                _live.RemoveAt(_live.Count - 1);
                if (reader.FallBehind())
                {
                    (slow ??= []).Add(reader);
                }
            }
        }

        return slow;
    }
}
