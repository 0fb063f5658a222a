using System.Text.Json;

namespace Gateway.Web.Streams.Events;

/// <summary>Writes the <c>events</c> array of an item from JSON that is already encoded.</summary>
internal static class SplicedJson
{
    private static readonly JsonEncodedText Events = JsonEncodedText.Encode("events");

    public static void WriteEvents(Utf8JsonWriter writer, ReadOnlySpan<RowSlice> slices)
    {
        writer.WriteStartArray(Events);
        foreach (var slice in slices)
        {
            // Each slice is several objects joined by commas; the writer adds the commas between slices.
            writer.WriteRawValue(slice.Rows.Json(slice.Start, slice.Count), skipInputValidation: true);
        }

        writer.WriteEndArray();
    }
}
