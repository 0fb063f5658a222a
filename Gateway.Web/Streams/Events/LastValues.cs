using Gateway.Events;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// The latest OnDataChange of each item, copied so that it outlives its batch. Not synchronised: the distributor's lock guards it.
/// </summary>
internal sealed class LastValues
{
    private readonly Dictionary<(int Server, int Item), StoredValue> _values = [];

    public void Update(Batch batch)
    {
        var headers = batch.Rows.Headers;
        for (var i = 0; i < headers.Length; i++)
        {
            if (headers[i].Family == EventFamily.OnDataChange)
            {
                Of(headers[i]).Set(headers[i], batch.Rows.Rows(i, 1));
            }
        }
    }

    /// <summary>Adds values that may be older than the ones already known.</summary>
    public void Restore(EncodedRows rows)
    {
        var headers = rows.Headers;
        for (var i = 0; i < headers.Length; i++)
        {
            if (Of(headers[i]) is { } value && value.Header.Sequence < headers[i].Sequence)
            {
                value.Set(headers[i], rows.Rows(i, 1));
            }
        }
    }

    public void Remove(int serverHandle, int itemHandle) => _values.Remove((serverHandle, itemHandle));

    public void Clear() => _values.Clear();

    /// <summary>Removes the values whose handles meet a condition.</summary>
    public void RemoveWhere(Func<(int Server, int Item), bool> condition)
    {
        foreach (var key in _values.Keys.Where(condition).ToArray())
        {
            _values.Remove(key);
        }
    }

    /// <summary>
    /// A copy of the values that pass a filter and whose event lies after one sequence and up to another, in the order of their
    /// sequences; null when there are none.
    /// </summary>
    public EncodedRows? Snapshot(SharedFilter? filter, long after = 0, long upTo = long.MaxValue)
    {
        var chosen = _values.Values
            .Where(v => v.Header.Sequence > after && v.Header.Sequence <= upTo && (filter is null || filter.Matches(v.Header)))
            .OrderBy(v => v.Header.Sequence).ToArray();
        if (chosen.Length == 0)
        {
            return null;
        }

        var bytes = new byte[chosen.Sum(v => v.Header.Length)];
        var headers = new EventHeader[chosen.Length];
        var offset = 0;
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i].Row.CopyTo(bytes.AsSpan(offset));
            headers[i] = chosen[i].Header with { Offset = offset };
            offset += chosen[i].Header.Length;
        }

        return new EncodedRows(bytes, headers);
    }

    private StoredValue Of(in EventHeader header)
    {
        var key = (header.ServerHandle, header.ItemHandle);
        if (!_values.TryGetValue(key, out var value))
        {
            _values[key] = value = new StoredValue();
        }

        return value;
    }

    private sealed class StoredValue
    {
        private byte[] _row = [];

        public EventHeader Header { get; private set; }

        public ReadOnlySpan<byte> Row => _row.AsSpan(0, Header.Length);

        public void Set(in EventHeader header, ReadOnlySpan<byte> row)
        {
            if (_row.Length < row.Length)
            {
                // Some spare room, because a row grows by a few bytes as its numbers grow.
                _row = new byte[row.Length + 8];
            }

            row.CopyTo(_row);
            Header = header;
        }
    }
}
