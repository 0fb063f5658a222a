using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Holds back OnDataChange events whose value hardly differs from the last one that was let through. Lets through the first
/// value of an item, each change of quality, and each change from or to what is not a finite number. One thread.
/// </summary>
/// <param name="absolute">Least change of a number.</param>
/// <param name="percent">Least change of a number, in percent of the last one let through.</param>
/// <param name="items">To notice that a handle stands for another item than before.</param>
internal sealed class Deadband(double absolute, double percent, ItemTable items)
{
    /// <summary>Below this many items nothing is cleared away.</summary>
    private const int MinCapacity = 1_024;

    private readonly Dictionary<(int Server, int Item), LastSent> _sent = [];
    private int _capacity = MinCapacity;

    /// <summary>Null when the filter has none.</summary>
    public static Deadband? Of(StreamFilter? filter, ItemTable items) => filter is { Deadband: null, DeadbandPercent: null } or null
        ? null
        : new Deadband(filter.Deadband ?? 0, filter.DeadbandPercent ?? 0, items);

    /// <summary>Judges the next event in order, and remembers it when it passes.</summary>
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

    /// <summary>The reader was given these values: changes are measured from them.</summary>
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

        // Two numbers may be further apart than a double can say; that is beyond any deadband.
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

    // Items that are gone leave their last value behind; without this a session that adds and removes items for months would
    // fill the memory. Should one of them have an event still, that event passes.
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

        /// <summary>Learns which item the handle stands for in this event.</summary>
        public void Follow(ItemTable items, in EventHeader header)
        {
            if (_version == items.Version && header.Sequence > _meaning.After && header.Sequence <= _meaning.UpTo)
            {
                return;
            }

            _version = items.Version;
            _meaning = items.MeaningOf(header.ServerHandle, header.ItemHandle, header.Sequence);
        }

        /// <summary>Whether a value of the item that the event belongs to was let through.</summary>
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
