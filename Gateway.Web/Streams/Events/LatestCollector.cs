using Gateway.Contracts;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Collects all events up to the head of the history and keeps the latest of each item. Events that are published meanwhile wait for
/// the next turn. Used by the reader's thread only.
/// </summary>
internal sealed class LatestCollector(ReaderState state, SubscriptionSource source, int maxBatch)
{
    private readonly ConflationWindow _window = new();
    private readonly List<RowSlice> _passing = [];
    private readonly Action<StreamItem> _emit = state.Emit;

    /// <summary>The next item without waiting; null when there is none now, or when only the cursor has moved.</summary>
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
                EmitGapUnlessCollected();
                break;
            }

            Merge(state.NextBatch);
        }

        if (!_window.IsEmpty)
        {
            Cut();
        }

        return state.TakePending();
    }

    // Events that were collected before the missing ones are sent first.
    private void EmitGapUnlessCollected()
    {
        if (_window.IsEmpty)
        {
            state.EmitGap(state.NextBatch.MissingBecause, state.NextBatch.First - 1);
        }
    }

    private void Cut()
    {
        state.MoreIsReady = false;
        source.CountConflated(_window.Cut(state.Announced + 1, state.Cursor, maxBatch, _emit));
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

    // Batches that were fed before the mode changed come first.
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

    // Events after the cursor were evicted: the latest value of each item is still known, the other events are lost.
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
