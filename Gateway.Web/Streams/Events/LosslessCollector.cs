using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Collects every event: all that are available go into one item, up to the batch limit. Missing sequences end the item and are
/// reported as a gap. Used by the reader's thread only.
/// </summary>
internal sealed class LosslessCollector(ReaderState state, FlushHold hold, SubscriptionSource source, int maxBatch)
{
    private readonly List<RowSlice> _slices = [];

    /// <summary>The next item without waiting; null when there is none now, or when only the cursor has moved.</summary>
    /// <exception cref="GatewayException"><c>SlowConsumer</c>.</exception>
    public StreamItem? Collect()
    {
        _slices.Clear();
        var wasCut = state.MoreIsReady;
        var room = maxBatch;
        while (room > 0 && (state.HasBatch() || Refill()))
        {
            if (state.HasPending)
            {
                return state.TakePending();
            }

            if (!state.HasBatch())
            {
                continue;
            }

            if (state.IsBeforeHole)
            {
                EmitGapUnlessCollected();
                break;
            }

            room -= Take(state.NextBatch, room);
        }

        state.MoreIsReady = room == 0;
        if (_slices.Count > 0)
        {
            return MakeItem();
        }

        if (wasCut)
        {
            // The last flush has turned out to be complete, so its interval begins now.
            hold.Begin();
        }

        return state.TakePending();
    }

    // Events that were collected before the missing ones are sent first.
    private void EmitGapUnlessCollected()
    {
        if (_slices.Count == 0)
        {
            state.EmitGap(state.NextBatch.MissingBecause, state.NextBatch.First - 1);
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

    private OutgoingEvents MakeItem()
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

    // The next events were evicted, and everything collected before is on its way. Before the first read the loss is reported as the
    // gap of the resume.
    private void OnLost()
    {
        if (state.HasRead)
        {
            state.Degrade();
            return;
        }

        state.EmitGap(GapReason.Evicted, source.EvictedThrough);
        state.ReadHistory();
    }
}
