namespace Gateway.Web.Streams.Log;

/// <summary>
/// The readers of a numbered log and which of them are live. Not synchronised: the lock that guards the log guards this too, so
/// that "what is kept up to here" and "everything published from here on" always join without a hole.
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

    /// <summary>False when it was not there.</summary>
    public bool Remove(TReader reader)
    {
        _live.Remove(reader);
        return _all.Remove(reader);
    }

    /// <summary>A reader that was catching up has reached the latest. One that has left meanwhile gets nothing.</summary>
    public void TurnLive(TReader reader)
    {
        reader.TurnLive();
        if (_all.Contains(reader))
        {
            _live.Add(reader);
        }
    }

    /// <summary>Hands a batch to every live reader; costs one reference each and never waits.</summary>
    /// <returns>Those that were too slow and catch up from now on; null when none was.</returns>
    public List<TReader>? Publish(TBatch batch)
    {
        List<TReader>? slow = null;
        for (var i = _live.Count - 1; i >= 0; i--)
        {
            var reader = _live[i];
            if (!reader.TryEnqueue(batch))
            {
                // Their order means nothing; many may leave at once.
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
