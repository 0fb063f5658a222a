using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Front.Api.Streaming;

/// <summary>
/// The items of a session's stream for readers that know no handles: as on the hub, with the reference of its item in each event. The
/// events are copied from the JSON that all readers share. Used by one thread at a time.
/// </summary>
internal sealed class NamedItems(ItemTable items, StreamRequest request) : IItemText<StreamItem>
{
    /// <summary>Enough for the longest head.</summary>
    private const int HeadBytes = 128;

    private readonly Dictionary<(int Server, int Item), (ItemMeaning Meaning, byte[] Start)> _starts = [];
    private readonly EventPosition _position = new(request);
    private int _version = -1;

    public string? PositionAfter(StreamItem item) => _position.After(item);

    public void Write(IBufferWriter<byte> output, StreamItem item)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        switch (item)
        {
            case OutgoingEvents events:
                Utf8.TryWrite(head, CultureInfo.InvariantCulture, $"\"kind\":\"{EventsItem.KindName}\",\"first\":{events.First},\"last\":{events.Last},\"events\":[", out var length);
                output.Write(head[..length]);
                WriteEvents(output, events.Slices);
                break;
            case OutgoingSnapshot snapshot:
                Utf8.TryWrite(head, CultureInfo.InvariantCulture, $"\"kind\":\"{SnapshotItem.KindName}\",\"asOf\":{snapshot.AsOf},\"events\":[", out length);
                output.Write(head[..length]);
                WriteEvents(output, snapshot.Rows is { } rows ? [new RowSlice(rows, 0, rows.Count)] : []);
                break;
            default:
                ItemJson.WriteMembers(output, item);
                break;
        }
    }

    private void WriteEvents(IBufferWriter<byte> output, ReadOnlySpan<RowSlice> slices)
    {
        Forget();
        var isFirst = true;
        foreach (var (rows, start, count) in slices)
        {
            var json = rows.JsonForm();
            for (var i = start; i < start + count; i++)
            {
                output.Write(isFirst ? "{"u8 : ",{"u8);
                output.Write(StartOf(rows.Headers[i]));
                // Its first byte is the brace that is already written.
                output.Write(json.Slice(i, 1)[1..]);
                isFirst = false;
            }
        }

        output.Write("]}"u8);
    }

    private void Forget()
    {
        var version = items.Version;
        if (version != _version)
        {
            _starts.Clear();
            _version = version;
        }
    }

    private byte[] StartOf(in EventHeader header)
    {
        var key = (header.ServerHandle, header.ItemHandle);
        if (_starts.TryGetValue(key, out var known) && header.Sequence > known.Meaning.After && header.Sequence <= known.Meaning.UpTo)
        {
            return known.Start;
        }

        var meaning = items.MeaningOf(header.ServerHandle, header.ItemHandle, header.Sequence);
        var start = StartOf(meaning.Item);
        _starts[key] = (meaning, start);
        return start;
    }

    // An event whose item is not known has no name.
    private static byte[] StartOf(ItemInfo? item) => item is null ? [] : Encoding.UTF8.GetBytes(
        $"\"item\":\"{JsonEncodedText.Encode(item.ItemDefinition)}\",{(item.ItemContext is { } context ? $"\"context\":\"{JsonEncodedText.Encode(context)}\"," : "")}");
}
