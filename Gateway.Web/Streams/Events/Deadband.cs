using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Suppresses OnDataChange events whose value differs too little from the last one that passed. The first value of an item, each change
/// of quality, and each change from or to something that is not a finite number always pass. Used by one thread.
/// </summary>
/// <param name="absolute">Smallest change of a number that passes.</param>
/// <param name="percent">Smallest change of a number that passes, in percent of the last value that passed.</param>
/// <param name="items">Shows when a handle stands for another item than before.</param>
internal sealed class Deadband(double absolute, double percent, ItemTable items)
{
    /// <summary>The table is not cleaned up while it has fewer items than this.</summary>
    private const int MinCapacity = 1_024;

    private readonly Dictionary<(int Server, int Item), LastSent> _sent = [];
    private int _capacity = MinCapacity;

    /// <summary>The deadband of a filter; null when the filter asks for none.</summary>
    public static Deadband? Of(StreamFilter? filter, ItemTable items) => filter is { Deadband: null, DeadbandPercent: null } or null
        ? null
        : new Deadband(filter.Deadband ?? 0, filter.DeadbandPercent ?? 0, items);

    /// <summary>Decides whether the next event passes, and remembers its value if it does. Events must be given in order.</summary>
    public bool Passes(in EventHeader header, ReadOnlySpan<byte> row)
    {
        if (header.Family != EventFamily.OnDataChange)
        {
            return true;
        }

        var value = EventRow.EncodedValue(row);
        var number = NumberOf(value);
        var sent = Find(header);
        if (sent.IsOf(header) && sent.Quality == header.Quality && !IsChange(sent, value, number))
        {
            return false;
        }

        sent.Set(header, value, number);
        return true;
    }

    /// <summary>The reader has received these values in a snapshot: later changes are measured from them.</summary>
    public void Anchor(EncodedRows given)
    {
        for (var i = 0; i < given.Count; i++)
        {
            ref readonly var header = ref given.Headers[i];
            var value = EventRow.EncodedValue(given.Rows(i, 1));
            Find(header).Set(header, value, NumberOf(value));
        }
    }

    private static double? NumberOf(ReadOnlySpan<byte> value) =>
        ValueEncoding.TryReadNumber(value, out var number) && double.IsFinite(number) ? number : null;

    private bool IsChange(LastSent sent, ReadOnlySpan<byte> value, double? number)
    {
        if (value.SequenceEqual(sent.Value))
        {
            return false;
        }

        if (number is not { } now || sent.Number is not { } before)
        {
            return true;
        }

        // The difference of two finite doubles can overflow to infinity, which is beyond any deadband.
        var change = Math.Abs(now - before);
        return change >= absolute && change >= percent / 100 * Math.Abs(before);
    }

    private LastSent Find(in EventHeader header)
    {
        var key = (header.ServerHandle, header.ItemHandle);
        if (!_sent.TryGetValue(key, out var sent))
        {
            MakeRoom();
            _sent[key] = sent = new LastSent();
        }

        sent.Follow(items, header);
        return sent;
    }

    // Removed items leave their last value behind. Without this clean-up, a session that adds and removes items for months would fill
    // the memory. If a removed item still has an event in history, that event passes.
    private void MakeRoom()
    {
        if (_sent.Count < _capacity)
        {
            return;
        }

        foreach (var key in _sent.Keys.Where(key => items.Find(key.Server, key.Item) is null).ToArray())
        {
            _sent.Remove(key);
        }

        _capacity = Math.Max(MinCapacity, _sent.Count * 2);
    }

    private sealed class LastSent
    {
        private byte[] _value = [];
        private int _length = -1;
        private int _version = -1;
        private ItemMeaning _meaning;
        private long _itemSince;

        public int Quality { get; private set; }

        public double? Number { get; private set; }

        public ReadOnlySpan<byte> Value => _value.AsSpan(0, _length);

        /// <summary>Looks up which item the handle stands for in this event.</summary>
        public void Follow(ItemTable items, in EventHeader header)
        {
            if (_version == items.Version && header.Sequence > _meaning.After && header.Sequence <= _meaning.UpTo)
            {
                return;
            }

            _version = items.Version;
            _meaning = items.MeaningOf(header.ServerHandle, header.ItemHandle, header.Sequence);
        }

        /// <summary>Whether an earlier value of the event's item has passed.</summary>
        public bool IsOf(in EventHeader header) => _length >= 0 && _itemSince == _meaning.After && header.Sequence > _meaning.After;

        public void Set(in EventHeader header, ReadOnlySpan<byte> value, double? number)
        {
            if (_value.Length < value.Length)
            {
                _value = new byte[value.Length];
            }

            value.CopyTo(_value);
            (_length, Quality, Number, _itemSince) = (value.Length, header.Quality, number, _meaning.After);
        }
    }
}
