using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Every event: whatever is there goes out together, up to the batch limit; a hole in the sequences ends the batch and is said. The
/// reader's; one thread.
/// </summary>
internal sealed class LosslessCollector(ReaderState state, FlushHold hold, SubscriptionSource source, int maxBatch)
{
    private readonly List<RowSlice> _slices = [];

    /// <summary>The next item without waiting; null when there is none now, or when the cursor has only moved.</summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    public StreamItem? Collect()
    {
        _slices.Clear();
        var wasCut = state.MoreIsReady;
        var room = maxBatch;
        while (room > 0 && (state.HasBatch() || Refill()))
        {
            if (state.HasDecided)
            {
                return state.TakeDecided();
            }

            if (!state.HasBatch())
            {
                continue;
            }

            if (state.IsBeforeHole)
            {
                SayHoleUnlessCollected();
                break;
            }

            room -= Take(state.NextBatch, room);
        }

        state.MoreIsReady = room == 0;
        if (_slices.Count > 0)
        {
            return Emit();
        }

        if (wasCut)
        {
            // The last flush turned out to have been the whole of it.
            hold.Begin();
        }

        return state.TakeDecided();
    }

    // What was collected before the hole goes out first.
    private void SayHoleUnlessCollected()
    {
        if (_slices.Count == 0)
        {
            state.SayGap(GapReason.WorkerOverflow, state.NextBatch.First - 1);
        }
    }

    private int Take(Batch batch, int room)
    {
        var start = (int)(state.Cursor + 1 - batch.First);
        var count = Math.Min(batch.Count - start, room);
        state.Selection.AddPassing(batch.Rows, start, count, _slices);
        state.AdvanceTo(state.Cursor + count);
        return count;
    }

    private OutgoingEvents Emit()
    {
        var item = state.Selection.ItemOf(state.Announced + 1, state.Cursor, _slices);
        state.Announce();
        source.CountDelivered(item.Count);
        return item;
    }

    private bool Refill()
    {
        state.TakeFed();
        if (!state.HasTaken && !state.HasAll && !source.IsLive
            && state.ReadHistory() == HistoryRead.Lost && _slices.Count == 0)
        {
            OnLost();
        }

        return state.HasTaken;
    }

    // History moved past the cursor, and what was collected before is on its way. Before the first read it is still the
    // resume's own gap.
    private void OnLost()
    {
        if (state.HasRead)
        {
            state.Degrade();
            return;
        }

        state.SayGap(GapReason.Evicted, source.EvictedThrough);
        state.ReadHistory();
    }
}
