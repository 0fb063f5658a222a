using Gateway.Contracts;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// All that is there, the latest of each item. It ends at the head: what is published meanwhile is for the next time. The reader's;
/// one thread.
/// </summary>
internal sealed class LatestCollector(ReaderState state, SubscriptionSource source, int maxBatch)
{
    private readonly ConflationWindow _window = new();
    private readonly List<RowSlice> _passing = [];
    private readonly Action<StreamItem> _say = state.Say;

    /// <summary>The next item without waiting; null when there is none now, or when the cursor has only moved.</summary>
    public StreamItem? Collect()
    {
        var reachedHead = false;
        while (state.HasBatch() || (!reachedHead && Refill(out reachedHead)))
        {
            if (!state.HasBatch())
            {
                continue;
            }

            if (state.IsBeforeHole)
            {
                SayHoleUnlessCollected();
                break;
            }

            Merge(state.NextBatch);
        }

        if (!_window.IsEmpty)
        {
            Cut();
        }

        return state.TakeDecided();
    }

    // What was collected before the hole goes out first.
    private void SayHoleUnlessCollected()
    {
        if (_window.IsEmpty)
        {
            state.SayGap(GapReason.WorkerOverflow, state.NextBatch.First - 1);
        }
    }

    private void Cut()
    {
        state.MoreIsReady = false;
        source.CountConflated(_window.Cut(state.Announced + 1, state.Cursor, maxBatch, _say));
        state.Announce();
    }

    private void Merge(Batch batch)
    {
        var start = (int)(state.Cursor + 1 - batch.First);
        AddPassing(batch.Rows, start, batch.Count - start);
        state.AdvanceTo(batch.Last);
    }

    private void AddPassing(EncodedRows rows, int start, int count)
    {
        state.Selection.AddPassing(rows, start, count, _passing);
        foreach (var run in _passing)
        {
            _window.Add(run);
        }

        _passing.Clear();
    }

    // What was fed before the mode changed comes first.
    private bool Refill(out bool reachedHead)
    {
        state.TakeFed();
        reachedHead = false;
        if (!state.HasTaken)
        {
            if (state.HasAll || source.IsLive)
            {
                return false;
            }

            var read = state.ReadHistory();
            if (read == HistoryRead.Lost)
            {
                SkipToHistory();
            }

            reachedHead = read == HistoryRead.TurnedLive;
        }

        state.HasRead = true;
        return true;
    }

    // History has moved past the cursor: the latest of each item is still known, the rest is gone.
    private void SkipToHistory()
    {
        var (through, rows) = source.LatestSince(state.Cursor, state.EndsAfter, state.Selection.Filter);
        _window.Drop(new LostSpan(state.Cursor, through, rows));
        if (rows is not null)
        {
            AddPassing(rows, 0, rows.Count);
        }

        state.AdvanceTo(through);
    }
}
