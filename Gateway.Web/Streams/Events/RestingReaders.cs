using System.Numerics;
using System.Runtime.InteropServices;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Live readers that wait for an item of their filter, and an index that tells the pump which of them a batch may concern. The pump
/// touches the others neither for this batch nor for the next. Not synchronised: the lock that guards the log guards this too.
/// </summary>
/// <remarks>
/// The pump judges nothing. The index has one bit for each item and filter, and a reader sets it after its own thread has found that
/// the filter rules the item out. Without the bit, the item concerns the filter's readers. So the pump does a look-up for each event
/// and one operation for each 64 filters, and the index needs one bit for each filter and each item that any filter rules out.
/// </remarks>
internal sealed class RestingReaders(LogReaders<Subscription, Batch> live, ItemTable items)
{
    private const int UnknownRow = -1;

    private readonly Dictionary<(int Server, int Item), int> _rows = [];
    private readonly Stack<int> _freeRows = new();
    private readonly List<RestingBlock> _blocks = [];
    private int _count;

    /// <summary>Number of items that any filter rules out.</summary>
    public int Items => _rows.Count;

    /// <summary>Lets a reader rest that is not among the live ones any more.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="filter">The reader's filter.</param>
    /// <param name="ruledOut">Events of items that the filter rules out.</param>
    public void Add(Subscription reader, SharedFilter filter, EncodedRows ruledOut)
    {
        var block = BlockOf(filter.Slot.Number);
        block.Lend(filter.Slot);
        foreach (ref readonly var header in ruledOut.Headers)
        {
            if (RowOf((header.ServerHandle, header.ItemHandle)) is var row and not UnknownRow)
            {
                block.RuleOut(filter.Slot.Number, row);
            }
        }

        block.Add(filter.Slot.Number, reader);
        reader.RestingSlot = filter.Slot.Number;
        _count++;
    }

    /// <summary>Makes the readers live again that a batch may concern. Called before the live readers get the batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="latest">The last sequence that was published before it.</param>
    public void RouseFor(Batch batch, long latest)
    {
        // Missing events may be of any item.
        var isAfterHole = batch.First > latest + 1;
        foreach (ref readonly var header in batch.Rows.Headers)
        {
            if (_count == 0)
            {
                return;
            }

            RouseConcerned(isAfterHole ? UnknownRow : _rows.GetValueOrDefault((header.ServerHandle, header.ItemHandle), UnknownRow), latest);
        }
    }

    /// <summary>Makes all readers live again, and forgets what is known of every handle.</summary>
    /// <param name="latest">The last sequence that was published.</param>
    public void Clear(long latest)
    {
        RouseConcerned(UnknownRow, latest);
        foreach (var key in _rows.Keys.ToArray())
        {
            Forget(key);
        }
    }

    /// <summary>Makes one reader live again; does nothing when it does not rest.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="latest">The last sequence that was published.</param>
    public void Rouse(Subscription reader, long latest)
    {
        if (reader.RestingSlot is { } slot)
        {
            BlockOf(slot).Remove(slot, reader);
            Resume(reader, latest);
        }
    }

    /// <summary>Forgets what is known of a handle, because it may stand for another item from now on.</summary>
    public void Forget((int Server, int Item) key)
    {
        if (_rows.Remove(key, out var row))
        {
            _blocks.ForEach(block => block.ForgetRow(row));
            _freeRows.Push(row);
        }
    }

    private void RouseConcerned(int row, long latest)
    {
        foreach (var block in CollectionsMarshal.AsSpan(_blocks))
        {
            for (var due = block.ConcernedBy(row); due != 0; due &= due - 1)
            {
                var readers = block.Rouse(BitOperations.TrailingZeroCount(due));
                foreach (var reader in readers)
                {
                    Resume(reader, latest);
                }

                readers.Clear();
            }
        }
    }

    private void Resume(Subscription reader, long latest)
    {
        reader.RestingSlot = null;
        reader.RestedThrough = latest;
        live.Resume(reader);
        _count--;
    }

    private RestingBlock BlockOf(int slot)
    {
        while (_blocks.Count <= slot / RestingBlock.Slots)
        {
            _blocks.Add(new RestingBlock());
        }

        return _blocks[slot / RestingBlock.Slots];
    }

    // A handle without an item gets no row: nobody would say when to forget it.
    private int RowOf((int Server, int Item) key)
    {
        if (_rows.TryGetValue(key, out var row))
        {
            return row;
        }

        return items.Find(key.Server, key.Item) is null ? UnknownRow : _rows[key] = _freeRows.TryPop(out var free) ? free : _rows.Count;
    }
}
