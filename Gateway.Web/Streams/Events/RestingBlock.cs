namespace Gateway.Web.Streams.Events;

/// <summary>
/// Up to 64 filters with the readers that rest for each, and one word for each item, in which a bit says that a filter rules the item
/// out. Guarded as <see cref="RestingReaders"/>.
/// </summary>
internal sealed class RestingBlock
{
    /// <summary>Bits of a word.</summary>
    public const int Slots = 64;

    private readonly List<Subscription>?[] _readers = new List<Subscription>?[Slots];
    private readonly long[] _uses = new long[Slots];
    private ulong[] _ruledOut = [];
    private ulong _occupied;

    /// <summary>Gives a slot to a filter. What is known of the slot's previous filter is forgotten.</summary>
    public void Lend(FilterSlot slot)
    {
        if (_uses[slot.Number % Slots] == slot.Use)
        {
            return;
        }

        _uses[slot.Number % Slots] = slot.Use;
        var others = ~Bit(slot.Number);
        foreach (ref var word in _ruledOut.AsSpan())
        {
            word &= others;
        }
    }

    public void RuleOut(int slot, int row)
    {
        if (row >= _ruledOut.Length)
        {
            Array.Resize(ref _ruledOut, Math.Max(row + 1, _ruledOut.Length * 2));
        }

        _ruledOut[row] |= Bit(slot);
    }

    public void ForgetRow(int row)
    {
        if (row < _ruledOut.Length)
        {
            _ruledOut[row] = 0;
        }
    }

    /// <summary>The slots with resting readers that an item may concern; all of them when the row is out of range.</summary>
    public ulong ConcernedBy(int row) => (uint)row < (uint)_ruledOut.Length ? _occupied & ~_ruledOut[row] : _occupied;

    public void Add(int slot, Subscription reader)
    {
        (_readers[slot % Slots] ??= []).Add(reader);
        _occupied |= Bit(slot);
    }

    public void Remove(int slot, Subscription reader)
    {
        var readers = _readers[slot % Slots]!;
        readers.Remove(reader);
        if (readers.Count == 0)
        {
            _occupied &= ~Bit(slot);
        }
    }

    /// <summary>Ends the rest of a slot's readers. The caller clears the list, whose memory is kept for their next rest.</summary>
    public List<Subscription> Rouse(int slot)
    {
        _occupied &= ~Bit(slot);
        return _readers[slot % Slots]!;
    }

    private static ulong Bit(int slot) => 1UL << (slot % Slots);
}
