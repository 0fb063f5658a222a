using Gateway.Events;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// Event rows as the worker encoded them, checked, immutable and shared by all readers. The JSON form is made when the first JSON
/// reader asks for it, and shared with readers that ask at about the same time.
/// </summary>
internal sealed class EncodedRows(ReadOnlyMemory<byte> bytes, EventHeader[] headers)
{
    // A weak reference, because JSON text is about five times as large as the rows: a history that kept it would far exceed its limit
    // of bytes.
    private WeakReference<EncodedRowsJson>? _json;
    private OutgoingEvents? _whole;

    public int Count => headers.Length;

    public int ByteCount => bytes.Length;

    /// <summary>The sequence of the first event.</summary>
    public long First => headers[0].Sequence;

    /// <summary>The sequence of the last event.</summary>
    public long Last => headers[^1].Sequence;

    public ReadOnlySpan<EventHeader> Headers => headers;

    /// <summary>All rows as an item.</summary>
    public OutgoingEvents Whole => Volatile.Read(ref _whole) ?? Interlocked.CompareExchange(ref _whole, OutgoingEvents.Whole(this), null) ?? _whole;

    /// <summary>The MessagePack rows from <paramref name="start"/> on, side by side.</summary>
    public ReadOnlySpan<byte> Rows(int start, int count)
    {
        var last = headers[start + count - 1];
        return bytes.Span[headers[start].Offset..(last.Offset + last.Length)];
    }

    /// <summary>The JSON objects from <paramref name="start"/> on, joined by commas.</summary>
    public ReadOnlySpan<byte> Json(int start, int count) => JsonForm().Slice(start, count);

    /// <summary>A copy of the given rows that pass a filter; null when none does.</summary>
    public EncodedRows? Only(EventFilter filter, int start, int count)
    {
        var chosen = Enumerable.Range(start, count).Where(i => filter.Matches(headers[i])).Select(i => (this, i)).ToArray();
        return chosen.Length == 0 ? null : Join(chosen);
    }

    /// <summary>A copy of the given events, in the given order.</summary>
    /// <param name="events">At least one.</param>
    public static EncodedRows Join(ReadOnlySpan<(EncodedRows Rows, int Index)> events)
    {
        var length = 0;
        foreach (var (rows, index) in events)
        {
            length += rows.Headers[index].Length;
        }

        var copy = new byte[length];
        var copied = new EventHeader[events.Length];
        var offset = 0;
        for (var i = 0; i < events.Length; i++)
        {
            var (rows, index) = events[i];
            copied[i] = rows.Headers[index] with { Offset = offset };
            rows.Rows(index, 1).CopyTo(copy.AsSpan(offset));
            offset += copied[i].Length;
        }

        return new EncodedRows(copy, copied);
    }

    /// <summary>The JSON form of the rows. Whoever needs it for several events keeps it meanwhile.</summary>
    public EncodedRowsJson JsonForm()
    {
        if (Volatile.Read(ref _json) is { } shared && shared.TryGetTarget(out var made))
        {
            return made;
        }

        // The array is private to the rows. A lock object of its own would cost each batch 40 bytes, also where nobody reads JSON.
        lock (headers)
        {
            if (_json is null || !_json.TryGetTarget(out made))
            {
                made = EncodedRowsJson.Of(this);
                Volatile.Write(ref _json, new WeakReference<EncodedRowsJson>(made));
            }

            return made;
        }
    }
}
