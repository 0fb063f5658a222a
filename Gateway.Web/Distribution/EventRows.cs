using Gateway.Events;

namespace Gateway.Web.Distribution;

/// <summary>
/// Event rows as the worker encoded them, checked and immutable, shared by all readers. The JSON form is made when the
/// first JSON reader asks, and only once.
/// </summary>
internal sealed class EventRows(ReadOnlyMemory<byte> bytes, EventHeader[] headers)
{
    private readonly Lock _jsonGate = new();
    private EventRowsJson? _json;
    private OutgoingEvents? _whole;

    public int Count => headers.Length;

    public int ByteCount => bytes.Length;

    public ReadOnlySpan<EventHeader> Headers => headers;

    /// <summary>All of them as an item.</summary>
    public OutgoingEvents Whole => Volatile.Read(ref _whole) ?? Interlocked.CompareExchange(ref _whole, OutgoingEvents.Whole(this), null) ?? _whole;

    /// <summary>The MessagePack rows from <paramref name="start"/> on, side by side.</summary>
    public ReadOnlySpan<byte> Rows(int start, int count)
    {
        var last = headers[start + count - 1];
        return bytes.Span[headers[start].Offset..(last.Offset + last.Length)];
    }

    /// <summary>The JSON objects from <paramref name="start"/> on, joined by commas.</summary>
    public ReadOnlySpan<byte> Json(int start, int count) => JsonForm().Slice(start, count);

    /// <summary>A copy of the rows a filter lets through; null when there are none.</summary>
    public EventRows? Only(EventFilter filter)
    {
        var chosen = headers.Where(header => filter.Matches(header)).ToArray();
        if (chosen.Length == 0)
        {
            return null;
        }

        var copy = new byte[chosen.Sum(header => header.Length)];
        var offset = 0;
        for (var i = 0; i < chosen.Length; i++)
        {
            bytes.Span.Slice(chosen[i].Offset, chosen[i].Length).CopyTo(copy.AsSpan(offset));
            chosen[i] = chosen[i] with { Offset = offset };
            offset += chosen[i].Length;
        }

        return new EventRows(copy, chosen);
    }

    private EventRowsJson JsonForm()
    {
        if (Volatile.Read(ref _json) is { } made)
        {
            return made;
        }

        lock (_jsonGate)
        {
            return _json ??= EventRowsJson.Of(this);
        }
    }
}
